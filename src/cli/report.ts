import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, type Command } from 'commander'
import type { App } from '../app.ts'
import { DAY } from '../domain/instant.ts'
import { assignReport, dropReports } from '../flow/assign-report.ts'
import { classifyReport } from '../flow/classify-report.ts'
import { complaintAddress } from '../flow/complaint-address.ts'
import { listReports, type ListedReport } from '../store/listings/delivery-news.ts'
import { findUnmatchedReport, listReportTallies, listUnmatchedReports } from '../store/listings/unmatched-reports.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

type List = { unmatched?: true; search: string; kind?: ListedReport['kind']; limit: number; before: number }

const idOption = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

const KINDS = ['failed', 'complaint', 'ours', 'delayed', 'delivered'] as const

export function addReportCommands(program: Command, door: Door): void {
  const report = program.command('report').description('what mail servers report back')
  report
    .command('classify <file...>')
    .description('show how delivery reports, complaints and automatic replies are read, without storing anything')
    .action(async (files: string[]) => {
      for (const file of files) await classifyFile(file, door)
    })
  report
    .command('list')
    .description('what was reported about deliveries, the newest first')
    .option('--unmatched', 'instead, those that are nobody’s: they changed nothing and wait for you to look at them')
    .option('--search <text>', 'only those whose address or text holds this', '')
    .option('--kind <kind>', `only of this kind: ${KINDS.join(', ')}`, kindOption)
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .option('--before <id>', 'go on behind this one', wholeNumberOption(1, Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
    .action((wanted: List) => door.withApp((app) => (wanted.unmatched ? listUnmatched(app, door, wanted) : list(app, door, wanted))))
  report
    .command('show')
    .argument('<id>', 'as "report list --unmatched" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .description('a report that is nobody’s, as far as it was kept')
    .action((id: number) => door.withApp((app) => show(app, door, id)))
  report
    .command('assign')
    .argument('<id>', 'a report that is nobody’s', idOption)
    .argument('<delivery>', 'the delivery that it is about', idOption)
    .description('let a report count for a delivery, as if it had named it')
    .action((id: number, deliveryId: number) => door.withApp((app) => assign(app, door, { reportId: id, deliveryId })))
  report
    .command('drop')
    .argument('[id]', 'a report that is nobody’s', idOption)
    .option('--through <id>', 'all that came up to this one', idOption)
    .description('throw reports away that are nobody’s')
    .action((id: number | undefined, { through }: { through?: number }) => door.withApp((app) => drop(app, door, { id, through })))
  report
    .command('address')
    .description('the address for complaints, to register with mailbox providers (feedback loops)')
    .action(() => door.withApp((app) => address(app, door)))
}

async function classifyFile(file: string, door: Door): Promise<void> {
  const raw = await readFile(file).catch(() => undefined)
  if (!raw) return door.fail(`${file}: it cannot be read; check the path.`)
  const said = await classifyReport(file, raw)
  const lines = said.recipients.map((one) => `  ${one.address ?? '(no address)'}: ${one.class}, ${one.reason} (${one.rule})`)
  door.answerEach(said, [`${file}: ${said.kind}`, ...lines])
}

async function list({ store }: App, door: Door, wanted: List): Promise<void> {
  const found = await listReports(store.db, wanted)
  const rows = found.map((one) => [
    `${one.id}`,
    timeText(one.heardAt),
    `${one.deliveryId}`,
    one.address,
    one.kind,
    `${one.class}, ${one.reason}`,
    one.follows,
    one.provider ?? one.via,
    one.text,
  ])
  door.answer(
    found.map((one) => ({ ...one, heardAt: timeText(one.heardAt) })),
    columns([['id', 'when', 'delivery', 'address', 'what', 'class', 'follows', 'via', 'said'], ...rows]),
  )
}

async function listUnmatched({ store, clock }: App, door: Door, { limit, before }: List): Promise<void> {
  const reports = await listUnmatchedReports(store.db, { limit, before })
  const tallies = await listReportTallies(store.db, clock() - 14 * DAY)
  const rows = reports.map(({ id, receivedAt, via, provider, to, why, bytes }) => [
    ...[`${id}`, timeText(receivedAt), provider ?? via, to, why],
    `${bytes}`,
  ])
  const days = Map.groupBy(tallies, ({ day }) => day)
  door.answer(
    {
      reports: reports.map((one) => ({ ...one, receivedAt: timeText(one.receivedAt) })),
      days: tallies.map((one) => ({ ...one, day: timeText(one.day) })),
    },
    [
      ...columns([['id', 'when', 'via', 'to', 'why', 'bytes'], ...rows]),
      ...[...days].map(
        ([day, each]) => `${timeText(day).slice(0, 10)}: ${each.map(({ verdict, reports: count }) => `${verdict} ${count}`).join(', ')}`,
      ),
    ],
  )
}

async function show({ store }: App, door: Door, id: number): Promise<void> {
  const found = await findUnmatchedReport(store.db, id)
  if (!found) return door.fail(`There is no such report ${id}. "report list --unmatched" shows those that are kept.`)
  const text = Buffer.from(found.raw).toString('utf8')
  door.answer({ ...found, receivedAt: timeText(found.receivedAt), raw: text }, [text])
}

async function assign(app: App, door: Door, named: { reportId: number; deliveryId: number }): Promise<void> {
  const { store, publication } = app
  const assigned = await assignReport({ store, publication }, named, COMMAND_LINE, app.clock())
  if (assigned.ok) return door.answer(assigned, [`Report ${named.reportId} counts for delivery ${named.deliveryId}: ${assigned.verdict}.`])
  door.fail(ASSIGN_FAULTS[assigned.reason])
}

const ASSIGN_FAULTS = {
  'no-such-report': 'There is no such report. "report list --unmatched" shows those that are kept.',
  'no-such-delivery': 'There is no such delivery. "delivery list" shows those that there are.',
  unreadable: 'It cannot be read as a report. "report show" prints it; "report drop" throws it away.',
}

async function drop(app: App, door: Door, { id, through }: { id: number | undefined; through: number | undefined }): Promise<void> {
  if ((id === undefined) === (through === undefined)) return door.fail('Name one report, or say --through <id> for all up to that one.')
  const which = id === undefined ? { through: through ?? 0 } : { id }
  const dropped = await dropReports(app.store, which, COMMAND_LINE, app.clock())
  if (dropped === 0) return door.fail('There is no such report. "report list --unmatched" shows those that are kept.')
  door.answer({ dropped }, [`${dropped} reports are thrown away.`])
}

async function address({ publication }: App, door: Door): Promise<void> {
  const found = complaintAddress(publication)
  door.answer({ address: found }, [found])
}

function kindOption(text: string): ListedReport['kind'] {
  const kind = KINDS.find((each) => each === text)
  if (kind) return kind
  throw new InvalidArgumentError(`The kinds are ${KINDS.join(', ')}.`)
}
