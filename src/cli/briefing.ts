import { saying } from '../domain/saying.ts'
import { inEnglish } from '../render/in-english.ts'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { Problem } from '../domain/briefing.ts'
import { acceptBriefing } from '../flow/accept-briefing.ts'
import { parseReport } from '../intake/parse-report.ts'
import { readBriefing, type ReadBriefing } from '../intake/read-briefing.ts'
import { listBriefings } from '../store/listings/briefings.ts'
import { addBriefingDeskCommands } from './briefing-desk.ts'
import { columns, timeText, type Door } from './door.ts'
import { listedAgainOption, sourceOption, wholeNumberOption } from './options.ts'

type Add = { topic?: string[]; draft?: true; source: string }

export function addBriefingCommands(program: Command, door: Door): void {
  const briefing = program.command('briefing').description('finished stories: plain text or Markdown with front matter')
  briefing
    .command('add <file...>')
    .description('take briefings in and publish them; the same one again changes nothing, a changed one becomes its next revision')
    .option(
      '--topic <slug>',
      'put them on this topic, whatever they say themselves; several: joined by commas, or given again',
      listedAgainOption,
    )
    .option('--draft', 'keep them back; adding them again without --draft publishes them')
    .option('--source <name>', 'where they come from; a key is unique within its source', sourceOption, 'file')
    .action((files: string[], wanted: Add) => door.withApp((app) => addFiles(app, door, files, wanted)))
  briefing
    .command('list')
    .description('briefings, the newest first')
    .option('--search <text>', 'only titles or keys that hold this')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .action((wanted: { search?: string; limit: number }) =>
      door.withApp(async (app) => {
        const found = await listBriefings(app.store.db, wanted)
        const rows = found.map((one) => [
          String(one.id),
          one.state,
          `r${one.revision}`,
          one.language,
          timeText(one.publishedAt),
          one.topics.join(','),
          one.title,
        ])
        door.answer(found, columns([['id', 'state', 'rev', 'lang', 'published', 'topics', 'title'], ...rows]))
      }),
    )
  briefing
    .command('parse <file...>')
    .description('show how files are read, without storing anything')
    .action(async (files: string[]) => {
      for (const file of files) {
        const read = await readFileAsBriefing(file)
        const report = parseReport(file, read)
        const said = report.problems.map((problem) => problemText(file, problem))
        door.answerEach(report, [`${file}: ${report.ok ? 'ok' : 'not right'}`, `  ${report.title ?? '(no title)'}`, ...said])
        if (!report.ok) process.exitCode = 1
      }
    })
  addBriefingDeskCommands(briefing, door)
}

async function addFiles(app: App, door: Door, files: string[], wanted: Add): Promise<void> {
  const answers = []
  for (const file of files) {
    const answer = await addFile(app, file, wanted)
    answers.push(answer)
    for (const problem of answer.problems) door.fail(problemText(file, problem))
  }
  const lines = answers.filter(({ ok }) => ok).map(({ file, verdict, title }) => `${file}: ${VERDICTS[verdict ?? 'unchanged']} “${title}”`)
  door.answer(answers, lines)
}

const VERDICTS = { new: 'took in', revised: 'took in a new revision of', published: 'published the draft', unchanged: 'nothing new in' }

type Answer = { file: string; ok: boolean; verdict: keyof typeof VERDICTS | null; id: number | null; title: string; problems: Problem[] }

async function addFile(app: App, file: string, { topic, draft, source }: Add): Promise<Answer> {
  const read = await readFileAsBriefing(file)
  const refused = (problems: Problem[]): Answer => ({ file, ok: false, verdict: null, id: null, title: '', problems })
  if (!read.ok) return refused(read.problems)
  const delivered = { draft: read.briefing, source, asDraft: draft ?? false }
  const accepted = await acceptBriefing(app.store, topic ? { ...delivered, topics: topic } : delivered, app.clock())
  if (!accepted.ok) return refused(accepted.problems)
  return { file, ok: true, verdict: accepted.verdict, id: accepted.id, title: read.briefing.title, problems: [] }
}

async function readFileAsBriefing(file: string): Promise<ReadBriefing> {
  try {
    return readBriefing({ name: file, bytes: await readFile(file) })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = UNREADABLE[code] ?? String(error)
    return { ok: false, problems: [{ line: 0, message: saying('reading.cannot-be-read', { why }) }], partial: {} }
  }
}

const UNREADABLE: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'you may not read it',
}

const problemText = (file: string, { line, message }: Problem): string => `${file}${line > 0 ? `:${line}` : ''}: ${inEnglish(message)}`
