import { Option, type Command } from 'commander'
import type { App } from '../app.ts'
import type { Digest } from '../domain/digest.ts'
import { nextCut } from '../domain/digest-schedule.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import { scheduleText } from '../domain/schedule-text.ts'
import type { Names } from '../domain/topic.ts'
import { EVERY_DAY } from '../domain/weekdays.ts'
import { addDigest } from '../flow/add-digest.ts'
import { editDigest } from '../flow/edit-digest.ts'
import { listCuts } from '../store/listings/cuts.ts'
import { listDigests } from '../store/listings/digests.ts'
import { COMMAND_LINE } from './command-line.ts'
import { addDescribeDigest } from './describe.ts'
import { knowsDigest } from './known.ts'
import { addLookCommand } from './digest-look.ts'
import { columns, timeText, type Door } from './door.ts'
import { daysOption, hourOption, listOption, nameOption, wholeNumberOption, zoneOption } from './options.ts'
import { addReleaseOptions, releaseChoices, type ReleaseWish } from './release-options.ts'
import { addFormCommand } from './sign-up-form.ts'
import { namesText } from './topic.ts'

type Add = {
  name?: Names
  topics?: string[]
  hour: number
  zone: string
  days: number
  approval: string
  cap: number
  topicCap?: number
  overflow: string
  recap?: boolean
  lateLimit: number
  usefulFor: number
  private?: boolean
}

type Edit = ReleaseWish & Partial<Add> & { public?: boolean }

export function addDigestCommands(program: Command, door: Door): void {
  const digest = program.command('digest').description('standing publications: which topics, when, and who approves')
  const adding = digest
    .command('add <slug>')
    .description('make a digest; its first issue holds what has been published so far')
    .option('--name <language=name>', 'its name in a language; give it once for each language', nameOption)
    .option('--topics <slugs>', 'only these topics, joined by commas (all of them, future ones too)', listOption)
    .addOption(new Option('--hour <time>', 'when its issues are cut').argParser(hourOption).default(360, '06:00'))
    .option('--zone <zone>', 'the time zone of that hour, and of the date in its masthead', zoneOption, 'UTC')
    .addOption(new Option('--days <weekdays>', 'on which days').argParser(daysOption).default(EVERY_DAY, 'daily'))
    .option('--approval <who>', 'auto, or person: issues wait for "issue approve"', 'auto')
    .option('--cap <stories>', 'most stories in one mail', wholeNumberOption(1, 100), 10)
    .option('--topic-cap <stories>', 'most stories in one section of a mail', wholeNumberOption(1, 100))
    .option(
      '--overflow <what>',
      'of stories that do not fit: page tells how many more there are, carry keeps them for the next issues',
      'page',
    )
    .option('--recap', 'its issues repeat what readers have had before')
    .option('--late-limit <hours>', 'a cut missed by more than this is skipped', wholeNumberOption(1, 168), 12)
    .option('--useful-for <hours>', 'a mail that could not be sent for so long is given up', wholeNumberOption(1, 168), 24)
    .option('--private', 'its issues, and stories on topics of private digests alone, do not stand on the web')
    .action((slug: string, wanted: Add & ReleaseWish) => door.withApp((app) => add(app, slug, wanted)))
  addReleaseOptions(adding)
  const editing = digest
    .command('edit <slug>')
    .description('change when and how a digest goes out; what is not named stays as it is')
    .option('--hour <time>', 'when its issues are cut', hourOption)
    .option('--zone <zone>', 'the time zone of that hour', zoneOption)
    .option('--days <weekdays>', 'on which days', daysOption)
    .option('--approval <who>', 'auto, or person: issues wait for "issue approve"')
    .option('--name <language=name>', 'all its names from now on; give it once for each language', nameOption)
    .option('--topics <slugs>', 'only these topics, joined by commas; "" is all of them, future ones too', listOption)
    .option('--topic-cap <stories>', 'most stories in one section of a mail', wholeNumberOption(1, 100))
    .option('--cap <stories>', 'most stories in one issue', wholeNumberOption(1, 100))
    .option('--late-limit <hours>', 'a cut missed by more than this is skipped', wholeNumberOption(1, 168))
    .option('--useful-for <hours>', 'a mail that could not be sent for so long is given up', wholeNumberOption(1, 168))
    .option(
      '--private',
      'take its issues, and stories on topics of private digests alone, off the web: archive, search and feeds; nobody can sign up by the form',
    )
    .option('--public', 'put them there')
    .action((slug: string, wanted: Edit) => door.withApp((app) => edit(app, slug, wanted)))
  addReleaseOptions(editing)
  addDescribeDigest(digest, door)
  addFormCommand(digest, door)
  addLookCommand(digest, door)
  digest
    .command('list')
    .description('all digests with their schedule and next cut')
    .option('--search <text>', 'only those whose slug or name holds this')
    .action((wanted: { search?: string }) => door.withApp((app) => list(app, wanted)))
  digest
    .command('cuts [slug]')
    .description('what became of every time at which an issue was to be cut: composed, no-stories, waits, merged or too-late')
    .option('--limit <count>', 'at most so many, the newest', wholeNumberOption(1, 100_000), 100)
    .action((slug: string | undefined, { limit }: { limit: number }) => door.withApp((app) => cuts(app, { slug, limit })))

  async function cuts(app: App, { slug, limit }: { slug: string | undefined; limit: number }): Promise<void> {
    if (!(await knowsDigest(app, door, slug))) return
    const found = await listCuts(app.store.db, { limit: limit + 1, ...(slug !== undefined && { digest: slug }) })
    const shown = found.slice(0, limit)
    const rows = shown.map((cut) => [cut.digest, timeText(cut.dueAt), cut.verdict, cut.issueId === null ? '-' : String(cut.issueId)])
    const more = found.length > limit ? [`There are older ones: "--limit ${limit * 10}" shows more.`] : []
    door.answer(shown, [...columns([['digest', 'due', 'verdict', 'issue'], ...rows]), ...more])
  }

  async function add(app: App, slug: string, wanted: Add & ReleaseWish): Promise<void> {
    const { approval, name = {}, topics = [] } = wanted
    if (approval !== 'auto' && approval !== 'person') return door.fail('--approval takes auto or person.')
    const { overflow } = wanted
    if (overflow !== 'page' && overflow !== 'carry') return door.fail('--overflow takes page or carry.')
    const names = Object.keys(name).length > 0 ? name : { en: slug }
    const { recurrence, ...choices } = releaseChoices(wanted)
    const schedule = { zone: wanted.zone, minute: wanted.hour, weekdays: wanted.days, ...(recurrence && { recurrence }) }
    const caps = { cap: wanted.cap, topicCap: wanted.topicCap ?? null, overflow, isRecap: wanted.recap === true } as const
    const limits = { ...caps, lateLimit: wanted.lateLimit * HOUR, usefulFor: wanted.usefulFor * HOUR }
    const answer = await addDigest(
      app.store,
      { slug, names, topics, approval, schedule, isPublic: !wanted.private, ...limits, ...choices },
      app.clock(),
      COMMAND_LINE,
    )
    if (!answer.ok) return door.fail(answer.message)
    door.answer(answer.added, [`Digest ${slug} is there. ${nextText(answer.added, app.clock())}`])
  }

  async function edit(app: App, slug: string, wanted: Edit): Promise<void> {
    const { approval } = wanted
    if (approval !== undefined && approval !== 'auto' && approval !== 'person') return door.fail('--approval takes auto or person.')
    if (wanted.private && wanted.public) return door.fail('A digest is either --private or --public.')
    const known = (await listDigests(app.store.db, { search: slug })).find((one) => one.slug === slug)
    if (!known) return door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
    const { recurrence = known.schedule.recurrence, ...choices } = releaseChoices(wanted)
    const { zone = known.schedule.zone, hour = known.schedule.minute, days = known.schedule.weekdays } = wanted
    const answer = await editDigest(
      app.store,
      slug,
      {
        ...choices,
        schedule: { zone, minute: hour, weekdays: days, ...(recurrence && { recurrence }) },
        ...(approval !== undefined && { approval }),
        ...(wanted.cap !== undefined && { cap: wanted.cap }),
        ...(wanted.lateLimit !== undefined && { lateLimit: wanted.lateLimit * HOUR }),
        ...(wanted.usefulFor !== undefined && { usefulFor: wanted.usefulFor * HOUR }),
        ...(wanted.name && { names: wanted.name }),
        ...(wanted.topics && { topics: wanted.topics }),
        ...(wanted.topicCap !== undefined && { topicCap: wanted.topicCap }),
        ...((wanted.private || wanted.public) && { isPublic: wanted.public === true }),
      },
      app.clock(),
      COMMAND_LINE,
    )
    if (!answer.ok) return door.fail(answer.message)
    door.answer(answer.digest, [`Digest ${slug} is changed. ${nextText(answer.digest, app.clock())}`, ...(wanted.private ? [HIDDEN] : [])])
  }

  async function list(app: App, wanted: { search?: string }): Promise<void> {
    const digests = await listDigests(app.store.db, wanted)
    const rows = digests.map(({ slug, names, release, schedule, approval }) => {
      const next = release === 'fixed' ? timeText(nextCut(schedule, app.clock()) ?? null) : '-'
      return [slug, release, release === 'fixed' ? scheduleText(schedule) : schedule.zone, next, approval, namesText(names)]
    })
    door.answer(digests, columns([['slug', 'release', 'cut', 'next', 'approval', 'names'], ...rows]))
  }
}

const HIDDEN =
  'Its pages are gone from the web. Links in mails that went out before lead nowhere where a story stands on its topics alone; mails from now on have links that only they know.'

function nextText({ release, schedule }: Digest, now: Instant): string {
  if (release === 'rolling') return 'It is cut anew whenever readers fall due.'
  if (release === 'instant') return 'Every briefing of its priority leaves at once.'
  const next = nextCut(schedule, now)
  return next === undefined
    ? 'Its schedule has no date: its calendar leaves out all of them.'
    : `Its next issue is cut at ${timeText(next)}.`
}
