import { inEnglish } from '../render/in-english.ts'
import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, type Command } from 'commander'
import type { App } from '../app.ts'
import { checkAddress } from '../domain/address.ts'
import { csvLine } from '../domain/csv-line.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../domain/suppression.ts'
import { importSuppressions } from '../flow/import-suppressions.ts'
import { liftByHand, suppressByHand } from '../flow/suppress-by-hand.ts'
import { listSuppressionHistory, listSuppressions, type ListedSuppression } from '../store/listings/suppressions.ts'
import { columns, timeText, type Door } from './door.ts'
import { addHeldCommands } from './held-suppression.ts'
import { wholeNumberOption } from './options.ts'
import { COMMAND_LINE } from './command-line.ts'

type List = { search: string; reason?: SuppressionReason; limit: number; after: number }
type Hand = { why: string; by: string }

export function addSuppressionCommands(program: Command, door: Door): void {
  const suppression = program.command('suppression').description('addresses that we do not write to, who says so and why')
  suppression
    .command('list')
    .description('the addresses with their reasons')
    .option('--search <text>', 'only those whose address or note holds this', '')
    .option('--reason <reason>', `only for this reason: ${SUPPRESSION_REASONS.join(', ')}`, reasonOption)
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .option('--after <id>', 'go on behind this one', wholeNumberOption(0, Number.MAX_SAFE_INTEGER), 0)
    .action((wanted: List) => door.withApp((app) => list(app, door, wanted)))
  suppression
    .command('show <address>')
    .description('the whole history of one address: when it was suppressed, held, lifted, by whom and why')
    .action((address: string) => door.withApp((app) => show(app, door, address)))
  byHand(suppression.command('add <address>').description('never write to an address again')).action((address: string, hand: Hand) =>
    door.withApp((app) => add(app, door, { address, ...hand })),
  )
  byHand(suppression.command('lift <address>').description('write to an address again, whatever the reason was')).action(
    (address: string, hand: Hand) => door.withApp((app) => lift(app, door, { address, ...hand })),
  )
  byHand(
    suppression
      .command('import <file>')
      .description('suppress the addresses of a CSV table (columns address, and if you like reason and note); lifts nobody'),
  ).action((file: string, hand: Hand) => door.withApp((app) => importFile(app, door, { file, ...hand })))
  suppression
    .command('export')
    .description('all of them as CSV, safe to open in a spreadsheet')
    .action(() => door.withApp((app) => exportAll(app, door)))
  addHeldCommands(suppression, door)
}

const byHand = (command: Command): Command =>
  command.requiredOption('--why <text>', 'why; it stands in the history').option('--by <name>', 'who decides', 'command line')

async function list({ store }: App, door: Door, wanted: List): Promise<void> {
  const found = await listSuppressions(store.db, wanted)
  door.answer(
    found.map((one) => ({ ...one, at: timeText(one.at) })),
    columns([['id', 'address', 'reason', 'since', 'by', 'note'], ...found.map(rowOf)]),
  )
}

const rowOf = ({ id, address, reason, at, by, note }: ListedSuppression): string[] => [
  `${id}`,
  address ?? '(erased)',
  reason,
  timeText(at),
  by,
  note,
]

async function show({ store, publication }: App, door: Door, address: string): Promise<void> {
  const checked = checkAddress(address)
  if (!checked.ok) return door.fail(`${JSON.stringify(address)} is no address.`)
  const found = await listSuppressionHistory(store.db, checked.canonical, publication.hashAddress(checked.canonical))
  const rows = found.map(({ at, what, reason, by, note }) => [timeText(at), what, reason, by, note])
  door.answer(
    found.map((one) => ({ ...one, at: timeText(one.at) })),
    found.length === 0 ? [`${checked.canonical} was never suppressed.`] : columns([['when', 'what', 'reason', 'by', 'note'], ...rows]),
  )
}

async function add(app: App, door: Door, { address, why, by }: Hand & { address: string }): Promise<void> {
  const done = await suppressByHand(app, { address, note: why, by }, app.clock(), COMMAND_LINE)
  if (!done.ok) return door.fail(done.message)
  door.answer(done, [`${done.canonical} ${done.isNew ? 'is written to no more' : 'was suppressed by a person already'}.`])
}

async function lift(app: App, door: Door, { address, why, by }: Hand & { address: string }): Promise<void> {
  const done = await liftByHand(app, { address, note: why, by }, app.clock(), COMMAND_LINE)
  if (!done.ok) return door.fail(done.message)
  door.answer(done, [`${done.canonical} may be written to again; it had been suppressed (${done.reason}).`])
}

async function importFile(app: App, door: Door, { file, why, by }: Hand & { file: string }): Promise<void> {
  const bytes = await readFile(file).catch(() => undefined)
  if (!bytes) return door.fail(`${file}: it cannot be read; check the path.`)
  const done = await importSuppressions(app, { bytes, note: why, by: { id: null, name: by } }, app.clock())
  if ('message' in done) return door.fail(`${file}: ${inEnglish(done.message)}`)
  const { rows, added, known, failed, faults } = done
  door.answer(done, [
    `${rows} rows: ${added} suppressed, ${known} were so already, ${failed} are wrong and passed over.`,
    ...faults.map(({ line, message }) => `  line ${line}: ${inEnglish(message)}`),
  ])
}

const AT_ONCE = 5000

async function exportAll({ store }: App, door: Door): Promise<void> {
  door.answerEach({ columns: HEADINGS }, [csvLine(HEADINGS)])
  for (let after = 0; ;) {
    const found = await listSuppressions(store.db, { after, limit: AT_ONCE })
    for (const { address, reason, at, by, note } of found) {
      const row = { address, reason, since: timeText(at), by, note }
      door.answerEach(row, [csvLine([row.address, row.reason, row.since, row.by, row.note])])
    }
    const last = found.at(-1)
    if (!last) return
    after = last.id
  }
}

const HEADINGS = ['address', 'reason', 'since', 'by', 'note']

function reasonOption(text: string): SuppressionReason {
  const reason = SUPPRESSION_REASONS.find((each) => each === text)
  if (reason) return reason
  throw new InvalidArgumentError(`The reasons are ${SUPPRESSION_REASONS.join(', ')}.`)
}
