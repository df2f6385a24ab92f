import type { Command } from 'commander'
import type { App } from '../app.ts'
import { approveIssue } from '../flow/approve-issue.ts'
import { composeDigest } from '../flow/compose-issue.ts'
import { previewIssue } from '../flow/preview-issue.ts'
import { readMail } from '../flow/read-mail.ts'
import { resumeIssue } from '../flow/resume-issue.ts'
import { listClicks } from '../store/listings/clicks.ts'
import { listIssues, type ListedIssue } from '../store/listings/issues.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { addIssueEdit } from './issue-edit.ts'
import { addIssueVerbs } from './issue-verbs.ts'
import { knowsDigest } from './known.ts'
import { wholeNumberOption } from './options.ts'

export function addIssueCommands(program: Command, door: Door): void {
  const issue = program.command('issue').description('dated numbers of a digest')
  issue
    .command('compose <digest>')
    .description('cut an issue now, whatever the schedule says, from what was published since the last one')
    .action((slug: string) => door.withApp((app) => compose(app, door, slug)))
  issue
    .command('preview <issue-or-digest>')
    .description('the mail as a reader gets it: of an issue by its id, or of the coming one by its digest')
    .requiredOption('--as <address>', 'as which reader')
    .option('--format <format>', 'html, text, or eml for the whole message', 'text')
    .action((what: string, wanted: { as: string; format: string }) => door.withApp((app) => preview(app, door, { what, ...wanted })))
  issue
    .command('approve')
    .argument('<issue>', 'its id, as "issue list" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .description('freeze what is sent and let it go; readers get it when their hour comes')
    .action((id: number) => door.withApp((app) => approve(app, door, id)))
  issue
    .command('list')
    .description('issues, the newest first, with what became of their readers and deliveries')
    .option('--digest <slug>', 'only of this digest')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .action((wanted: { digest?: string; limit: number }) =>
      door.withApp(async (app) => {
        if (!(await knowsDigest(app, door, wanted.digest))) return
        const found = await listIssues(app.store.db, wanted)
        const table = columns([['id', 'digest', 'no', 'state', 'due', 'stories', 'readers', 'deliveries'], ...found.map(rowOf)])
        door.answer(found, [...table, ...found.flatMap(heldLines)])
      }),
    )
  issue
    .command('clicks')
    .argument('<issue>', 'its id, as "issue list" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .description('how often each link of its mails was followed, where CLICKS is on')
    .action((id: number) => door.withApp((app) => tellClicks(app, door, id)))
  issue
    .command('release')
    .alias('resume')
    .argument('<issue>', 'a held issue', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .description('let a held or stopped issue go on')
    .action((id: number) => door.withApp((app) => resume(app, door, id)))
  addIssueVerbs(issue, door)
  addIssueEdit(issue, door)
}

const rowOf = (one: ListedIssue): string[] => [
  String(one.id),
  one.digest,
  String(one.number),
  one.heldAt === null ? one.state : `${one.state}, held`,
  timeText(one.dueAt),
  String(one.stories),
  countsText(one.readers),
  countsText(one.deliveries),
]

const heldLines = ({ id, heldAt, heldReason }: ListedIssue): string[] =>
  heldAt === null ? [] : [`Issue ${id} is held since ${timeText(heldAt)}: ${heldReason}. "issue resume ${id}" lets it go on.`]

const countsText = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ') || '-'

async function compose(app: App, door: Door, slug: string): Promise<void> {
  const composed = await composeDigest(app.store, slug, app.clock(), COMMAND_LINE)
  if (!composed) return door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
  if (composed.ok) {
    const left = composed.overCap > 0 ? ` ${composed.overCap} more did not fit under its cap.` : ''
    return door.answer(composed, [`Issue ${composed.issueId} (number ${composed.number}) has ${composed.stories} stories.${left}`])
  }
  if (composed.reason === 'lost-race')
    return door.fail('There was a cut of this digest at this very moment already, here or by another process. "digest cuts" shows it.')
  if (composed.reason === 'waits')
    return door.answer(composed, ['No issue was made: it waits for more stories. "digest list" shows how many.'])
  door.answer(composed, ['No issue was made: nothing was published on its topics since the last one.'])
}

async function approve(app: App, door: Door, id: number): Promise<void> {
  const now = app.clock()
  const approved = await approveIssue(app.store, { issueId: id, by: COMMAND_LINE, releaseAt: now }, app.publication, now)
  if (approved.ok) return door.answer(approved, [`Issue ${id} is approved. Its parts have the hash ${approved.partsHash.slice(0, 16)}…`])
  door.fail(
    approved.reason !== 'no-such-issue'
      ? `Issue ${id} is approved already.`
      : `There is no issue ${id}. "issue list" shows those that there are.`,
  )
}

async function tellClicks(app: App, door: Door, id: number): Promise<void> {
  const [issue] = await listIssues(app.store.db, { id })
  if (!issue) return door.fail(`There is no issue ${id}. "issue list" shows those that there are.`)
  const links = await listClicks(app.store.db, id)
  const none =
    app.publication.countsClicks === true
      ? 'Nobody has followed a link of it yet.'
      : 'Clicks are not counted. CLICKS=on turns it on for the next issues.'
  const rows = links.map(({ clicks, title, link }) => [String(clicks), link, title ?? ''])
  door.answer({ issue: id, links }, links.length === 0 ? [none] : columns([['clicks', 'link', 'story'], ...rows]))
}

async function resume(app: App, door: Door, id: number): Promise<void> {
  const resumed = await resumeIssue(app.store, id, app.clock(), COMMAND_LINE)
  if (resumed.ok)
    return door.answer(resumed, [
      `Issue ${id} goes on. Those that were refused stay so; "delivery retry --issue ${id} --state refused" queues them again.`,
    ])
  door.fail(
    resumed.reason === 'not-held'
      ? `Issue ${id} is not held. "issue list" shows those that are.`
      : `There is no issue ${id}. "issue list" shows those that there are.`,
  )
}

async function preview(app: App, door: Door, { what, as, format }: { what: string; as: string; format: string }): Promise<void> {
  if (!['html', 'text', 'eml'].includes(format)) return door.fail('--format takes html, text or eml.')
  const previewed = await previewIssue(app.store.db, { what, as }, app.publication, app.clock())
  if (!previewed.ok) return door.fail(previewed.message)
  const raw = Buffer.concat(previewed.message.raw)
  const mail = await readMail(raw)
  if (format === 'eml') return door.answerBytes({ subject: mail.subject, eml: raw.toString() }, raw)
  const shown = format === 'html' ? mail.html : mail.text
  if (shown === undefined) return door.fail(`${as} has chosen text, so there is no html. Use --format text.`)
  door.answer({ subject: mail.subject, [format]: shown }, [shown])
}
