import { createReadStream } from 'node:fs'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { App } from '../app.ts'
import { sumsOf, TABLE_ENCODINGS, VERDICTS, type ImportPlan, type Tallies } from '../domain/reader-import.ts'
import { beginImport, confirmImport, dropImport, planImport } from '../flow/lists/begin-import.ts'
import { exportReaders } from '../flow/lists/export-readers.ts'
import { workOffImport } from '../flow/lists/work-off-import.ts'
import { findImport, type KeptImport } from '../store/listings/imports.ts'
import type { Door } from './door.ts'
import { listOption } from './options.ts'
import { addFilterOptions, filterOf, type FilterWish } from './reader-filter-options.ts'

type Import = {
  consent: string
  digest?: string
  topics?: string[]
  hour: string
  days: string
  zone: string
  languages: string
  update?: true
  encoding?: ImportPlan['encoding']
  separator?: string
  dryRun?: true
  by: string
}

/** Readers as tables: the same verbs as the desk's, worked off at once. */
export function addTableCommands(subscriber: Command, door: Door): void {
  subscriber
    .command('import <file>')
    .description('subscribe the people of a CSV or TSV table; whoever is suppressed or has left stays away')
    .requiredOption('--consent <text>', 'where and how these people agreed; it is kept with each consent')
    .option('--digest <slug>', 'which digest, where no column says')
    .option('--topics <slugs>', 'topics, joined by commas, where no column says; without, all of the digest', listOption)
    .option('--hour <time>', 'the hour, where no column says', '07:00')
    .option('--days <weekdays>', 'the days, where no column says', 'daily')
    .option('--zone <zone>', 'the time zone, where no column says', 'UTC')
    .option('--languages <tags>', 'the languages, where no column says', 'en')
    .option('--update', 'readers who have the digest already get what the rows say; without, they stay as they have chosen')
    .addOption(new Option('--encoding <name>', 'how it is written, where that is not recognised').choices(TABLE_ENCODINGS))
    .option('--separator <sign>', 'what stands between cells: a comma, a semicolon or tab', separatorOption)
    .option('--dry-run', 'only say what would happen')
    .option('--by <name>', 'who imports', 'command line')
    .action((file: string, wanted: Import) => door.withApp((app) => importFile(app, door, file, wanted)))
  const exporting = subscriber.command('export').description('readers with their choices as CSV, safe to open in a spreadsheet')
  addFilterOptions(exporting)
    .option('--mark', 'begin with a byte order mark, by which Excel knows UTF-8')
    .option('--by <name>', 'who exports', 'command line')
    .action((wanted: FilterWish & { mark?: true; by: string }) => door.withApp((app) => exportAll(app, door, wanted)))
}

function separatorOption(text: string): string {
  const separator = text === 'tab' ? '\t' : text
  if ([',', ';', '\t'].includes(separator)) return separator
  throw new InvalidArgumentError('Write "," or ";" or tab.')
}

async function importFile(app: App, door: Door, file: string, wanted: Import): Promise<void> {
  const by = { actor: { id: null, name: wanted.by }, now: app.clock() }
  const begun = await beginImport(
    app.store,
    { name: file.split(/[/\\]/).at(-1) ?? file, bytes: createReadStream(file), language: app.publication.language },
    by,
  )
  if (!begun.ok) return door.fail(`${file}: it cannot be read or holds nothing; check the path.`)
  const { id } = begun
  const planned = await planImport(app.store, { id, plan: planOf(await get(app, id), wanted) })
  if (!planned.ok) {
    await dropImport(app.store, id, by)
    return door.fail(`${file}: ${PLAN_FAULTS[planned.reason]}`)
  }
  const checked = await worked(app, id)
  if (checked.state === 'failed')
    return door.fail(
      `${file}: near line ${checked.message?.split(':')[1] ?? ''} a quote or a line has no end. Mend it, or say another --separator.`,
    )
  if (wanted.dryRun) {
    await dropImport(app.store, id, by)
    return door.answer({ wouldBe: checked.expected }, linesOf(checked.expected, 'would be taken'))
  }
  await confirmImport(app.store, id, by)
  const done = await worked(app, id)
  door.answer({ id, done: done.done }, linesOf(done.done, 'were taken'))
}

/** Works on the import, unless another process has just begun to: then that one is waited for. */
async function worked(app: App, id: number): Promise<KeptImport> {
  for (;;) {
    await workOffImport(app, new AbortController().signal, id)
    const found = await get(app, id)
    if (found.state !== 'checking' && found.state !== 'importing') return found
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function get(app: App, id: number): Promise<KeptImport> {
  const found = await findImport(app.store.db, id)
  if (!found) throw new Error(`Import ${id} is gone`)
  return found
}

function planOf({ plan }: KeptImport, wanted: Import): ImportPlan {
  const { consent, digest = '', topics = [], hour, days, zone, languages, encoding, separator } = wanted
  return {
    ...plan,
    ...{ consent, digest, topics, hour, days, zone, languages, known: wanted.update ? 'update' : 'leave' },
    ...(encoding && { encoding }),
    ...(separator && { separator: separator as ImportPlan['separator'] }),
  }
}

const PLAN_FAULTS = {
  'no-address': 'no column is called "email" or "address".',
  'no-consent': 'say with --consent where and how these people agreed, in at least ten letters.',
  'no-digest': 'say with --digest which digest they get, or name it in a column "digest".',
  'no-topics': 'the digest does not offer these --topics. "topic list" shows them.',
  'no-hour': 'write --hour as a time of day such as 07:00.',
  'no-zone': 'write --zone as an IANA time zone such as Asia/Tokyo.',
  'no-days': 'write --days such as mon,tue,fri, or weekdays, weekend, daily.',
  'no-languages': 'write --languages such as zh or en,fr.',
  gone: 'another process has taken this import. Look at the desk.',
} as const

function linesOf(tallies: Tallies, what: string): string[] {
  const { rows, taken, refused } = sumsOf(tallies)
  return [
    `${rows} rows: ${taken} ${what}, ${refused} not.`,
    ...VERDICTS.flatMap((verdict) => (tallies[verdict] === undefined ? [] : [`  ${verdict}: ${tallies[verdict]}`])),
  ]
}

async function exportAll(
  app: App,
  door: Door,
  { mark = false, by, ...fields }: FilterWish & { mark?: boolean; by: string },
): Promise<void> {
  const lines = exportReaders(app.store, { filter: filterOf(fields), withMark: mark, actor: { id: null, name: by }, now: app.clock() })
  for await (const some of lines) door.answerBytes({ csv: some }, Buffer.from(some))
}
