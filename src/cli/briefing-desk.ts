import { inEnglish } from '../render/in-english.ts'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { checkBriefing } from '../flow/checks/check-briefing.ts'
import { checkLinks } from '../flow/checks/check-links.ts'
import { checkMail } from '../flow/checks/check-mail.ts'
import type { CheckFinding } from '../flow/checks/finding.ts'
import { scoreSpam } from '../flow/checks/score-spam.ts'
import { beginBriefing } from '../flow/editing/begin-briefing.ts'
import { bringIn } from '../flow/editing/bring-in.ts'
import { schedulePublication, takeStep, type Move, type Moved } from '../flow/editing/move-briefing.ts'
import { openEditor } from '../flow/editing/open-editor.ts'
import { previewStory } from '../flow/editing/preview-story.ts'
import { restoreRevision } from '../flow/editing/restore-revision.ts'
import { saveBriefing } from '../flow/editing/save-briefing.ts'
import { deskWords } from '../render/render-desk-page.ts'
import { listRevisionsOf } from '../store/listings/edited-briefings.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { parseInstant, wholeNumberOption } from './options.ts'

const idArgument = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

const STEPS: { verb: string; move: Move; about: string }[] = [
  { verb: 'review', move: 'review', about: 'hand a draft in for review' },
  { verb: 'draft', move: 'draft', about: 'make what is in review a draft again' },
  { verb: 'publish', move: 'publish', about: 'publish a draft, or what is in review' },
  { verb: 'unschedule', move: 'unschedule', about: 'do not publish it by itself any more' },
  { verb: 'withdraw', move: 'withdraw', about: 'take a story from the web, and out of issues and mails that are not sent' },
  { verb: 'bring-back', move: 'bring-back', about: 'undo a withdrawal' },
]

/** What the desk does with briefings, from the command line. */
export function addBriefingDeskCommands(briefing: Command, door: Door): void {
  for (const { verb, move, about } of STEPS)
    briefing
      .command(`${verb} <id>`)
      .description(about)
      .action((id: string) =>
        withId(door, id, async (app, number) =>
          tellMoved(door, number, await takeStep(app.store, { id: number, move }, COMMAND_LINE, app.clock())),
        ),
      )
  briefing
    .command('schedule <id> <time>')
    .description('publish it by itself at a time to come, such as 2026-11-24T07:00:00Z')
    .action((id: string, time: string) => {
      const at = parseInstant(time)
      return withId(door, id, async (app, number) =>
        tellMoved(door, number, await schedulePublication(app.store, { id: number, at }, COMMAND_LINE, app.clock())),
      )
    })
  briefing
    .command('import <file>')
    .description('bring a file in as a draft for the desk: Markdown, the plain layout, html or Word')
    .action((file: string) => door.withApp((app) => importFile(app, door, file)))
  briefing
    .command('save <id> <file>')
    .description('make what a file says the next revision of a briefing')
    .action((id: string, file: string) => withId(door, id, (app, number) => saveFile(app, door, { id: number, file })))
  briefing
    .command('revisions <id>')
    .description('every revision, the newest first, with who wrote it')
    .action((id: string) => withId(door, id, (app, number) => listRevisions(app, door, number)))
  briefing
    .command('restore <id> <revision>')
    .description('make what an older revision says the newest one')
    .action((id: string, revision: string) =>
      withId(door, id, async (app, number) => {
        const restored = await restoreRevision(app.store, { id: number, number: idArgument(revision) }, COMMAND_LINE, app.clock())
        if (restored.ok)
          return door.answer(restored, [`Briefing ${number} says again what revision ${revision} said, as revision ${restored.revision}.`])
        door.fail(deskWords('en').say(`briefings.notRestored-${restored.reason}`))
      }),
    )
  briefing
    .command('check <id>')
    .description('what there is to mend in its words and its mail')
    .option('--links', 'open each of its links')
    .option('--spam', 'ask SpamAssassin, where there is one')
    .action((id: string, wanted: { links?: true; spam?: true }) =>
      withId(door, id, (app, number) => check(app, door, { id: number, ...wanted })),
    )
}

const withId = (door: Door, id: string, work: (app: App, id: number) => Promise<void>): Promise<void> => {
  const number = idArgument(id)
  return door.withApp((app) => work(app, number))
}

function tellMoved(door: Door, id: number, moved: Moved): void {
  if (!moved.ok) return door.fail(deskWords('en').say(`briefings.not-${moved.reason}`))
  const { issues = 0, mails = 0 } = moved.left ?? {}
  const left = moved.left ? [`It left ${issues} issues and ${mails} mails that were not sent.`] : []
  door.answer({ id, ...moved }, [`Briefing ${id} is ${moved.state}.`, ...left])
}

async function readNamed(door: Door, file: string): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  try {
    return { name: basename(file), bytes: await readFile(file) }
  } catch {
    door.fail(`${file} cannot be read. See that it is there and that you may read it.`)
    return undefined
  }
}

async function importFile(app: App, door: Door, file: string): Promise<void> {
  const named = await readNamed(door, file)
  if (!named) return
  const brought = await bringIn(app.store.db, named)
  const told = brought.problems.map(({ line, message }) => `${file}${line > 0 ? `:${line}` : ''}: ${inEnglish(message)}`)
  if (!brought.ok) return door.fail(told.join('\n'))
  const id = await beginBriefing(app.store, brought.fields, COMMAND_LINE, app.clock())
  door.answer({ id, problems: brought.problems }, [`${file}: draft ${id}, “${brought.fields.title}”`, ...told])
}

async function saveFile(app: App, door: Door, { id, file }: { id: number; file: string }): Promise<void> {
  const open = await openEditor(app.store.db, { id, personId: 0 })
  if (!open) return door.fail(noBriefing(id))
  const named = await readNamed(door, file)
  if (!named) return
  const brought = await bringIn(app.store.db, named)
  if (!brought.ok) return door.fail(brought.problems.map(({ message }) => inEnglish(message)).join('\n'))
  // What a file does not name stays as it is filed.
  const { topics, slug } = open.fields
  const fields = { ...brought.fields, slug, topics: brought.fields.topics.length > 0 ? brought.fields.topics : topics }
  const saved = await saveBriefing(app.store, { id, revision: open.briefing.revision, fields }, COMMAND_LINE, app.clock())
  if (saved.ok) return door.answer(saved, [`Briefing ${id} is at revision ${saved.revision}.`])
  door.fail(
    saved.reason === 'problems' ? saved.problems.map(({ field, message }) => `${field}: ${inEnglish(message)}`).join('\n') : noBriefing(id),
  )
}

const noBriefing = (id: number): string => `There is no briefing ${id}. "briefing list" shows those that there are.`

async function listRevisions(app: App, door: Door, id: number): Promise<void> {
  const revisions = await listRevisionsOf(app.store.db, id)
  if (revisions.length === 0) return door.fail(noBriefing(id))
  const rows = revisions.map(({ number, at, author, content }) => [String(number), timeText(at), author || '-', content.title])
  door.answer(revisions, columns([['revision', 'saved', 'by', 'title'], ...rows]))
}

async function check(app: App, door: Door, { id, links, spam }: { id: number; links?: true; spam?: true }): Promise<void> {
  const open = await openEditor(app.store.db, { id, personId: 0 })
  if (!open) return door.fail(noBriefing(id))
  const { content, slug } = open.briefing
  const look = {
    content,
    topics: open.fields.topics,
    slug,
    language: content.language,
    format: 'html' as const,
    address: 'reader@example.com',
  }
  const { raw, context } = await previewStory(app.store.db, look, app.publication, app.clock())
  const findings = [
    ...checkBriefing(content, open.fields.topics),
    ...(await checkMail(raw, context, { ofStory: true })),
    ...(links ? await checkLinks(content) : []),
    ...(spam ? await scoreSpam(raw) : []),
  ]
  door.answer(findings, findings.length === 0 ? ['There is nothing to mend.'] : findings.map(findingText))
  if (findings.some(({ level }) => level === 'must')) process.exitCode = 1
}

function findingText({ check, level, field, line, found, values = {} }: CheckFinding): string {
  return `${level.padEnd(6)} ${field}${line > 0 ? `:${line}` : ''}: ${inEnglish({ say: `checks.${check}`, values: { ...values, found } })}`
}
