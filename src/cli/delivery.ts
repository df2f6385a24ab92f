import { InvalidArgumentError, type Command } from 'commander'
import type { App } from '../app.ts'
import { ROADS, type DeliveryState } from '../domain/delivery.ts'
import { retryDeliveries } from '../flow/retry-deliveries.ts'
import { settleManyDoubtful } from '../flow/settle-many-doubtful.ts'
import { settleDoubtful } from '../flow/settle-doubtful.ts'
import { listDeliveries, type DeliveryFilter } from '../store/listings/deliveries.ts'
import { findShownDelivery } from '../store/listings/shown-delivery.ts'
import { countDoubtful } from '../store/listings/doubtful.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { knowsIssue } from './known.ts'
import { wholeNumberOption } from './options.ts'
import { shownDeliveryLines } from './shown-delivery-lines.ts'

type List = { issue?: number; state?: DeliveryState; search: string; limit: number; after: number }
type Verdict = 'accepted' | 'again'
type Retry = { issue: number; state: 'refused' | 'withheld' }

const idOption = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

export function addDeliveryCommands(program: Command, door: Door): void {
  const delivery = program.command('delivery').description('editions on their way to subscribers')
  delivery
    .command('list')
    .description('deliveries with their state and why')
    .option('--issue <id>', 'only of this issue', idOption)
    .option('--state <state>', `only in this state: ${Object.keys(ROADS).join(', ')}`, stateOption)
    .option('--search <text>', 'only addresses that hold this', '')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .option('--after <id>', 'go on behind this delivery', wholeNumberOption(0, Number.MAX_SAFE_INTEGER), 0)
    .action((wanted: List) => door.withApp((app) => list(app, door, wanted)))
  delivery
    .command('show')
    .argument('<id>', 'the delivery', idOption)
    .description('everything about one delivery: to whom, with which stories, its state and why, and every attempt')
    .action((id: number) => door.withApp((app) => show(app, door, id)))
  delivery
    .command('retry')
    .description('queue ended deliveries of an issue again, once the reason has been mended; they are due at once')
    .requiredOption('--issue <id>', 'of this issue', idOption)
    .requiredOption('--state <state>', 'refused, or withheld: of these only those that were too late', retryableOption)
    .action((wanted: Retry) => door.withApp((app) => retry(app, door, wanted)))
  delivery
    .command('settle')
    .argument('<id>', 'a doubtful delivery', idOption)
    .argument('<verdict>', 'accepted: you know that it arrived; again: you know that it did not, and it is sent once more', verdictArgument)
    .description('decide about a doubtful delivery: the line broke after the message had left')
    .action((id: number, verdict: 'accepted' | 'again') => door.withApp((app) => settle(app, door, { id, verdict })))
  delivery
    .command('settle-all')
    .argument('<verdict>', 'accepted: they arrived; again: send all of them once more', verdictArgument)
    .option('--issue <id>', 'only of this issue', idOption)
    .option('--yes', 'do it; without, only their number is told')
    .description('decide about all doubtful deliveries at once')
    .action((verdict: Verdict, wanted: { issue?: number; yes?: true }) =>
      door.withApp((app) => settleAll(app, door, { ...wanted, verdict })),
    )
}

async function settleAll(app: App, door: Door, { issue, verdict, yes }: { issue?: number; verdict: Verdict; yes?: true }): Promise<void> {
  if (!(await knowsIssue(app, door, issue))) return
  const counts = (await countDoubtful(app.store.db)).filter(({ issueId }) => issue === undefined || issueId === issue)
  const count = counts.reduce((sum, one) => sum + one.count, 0)
  if (!yes) return door.answer({ deliveries: count, done: false }, [`It would settle ${count} deliveries. Nothing is done yet: say --yes.`])
  const settled = await settleManyDoubtful(app.store, { which: { issueId: issue ?? null }, verdict }, COMMAND_LINE, app.clock())
  const said = verdict === 'accepted' ? 'count as accepted' : 'are queued again'
  door.answer({ deliveries: settled, done: true }, [`${settled} deliveries ${said}.`])
}

async function list(app: App, door: Door, { issue, state, search, limit, after }: List): Promise<void> {
  const filter: DeliveryFilter = { search, limit, after }
  if (issue !== undefined) filter.issueId = issue
  if (state !== undefined) filter.state = state
  if (!(await knowsIssue(app, door, issue))) return
  const found = await listDeliveries(app.store.db, filter)
  const rows = found.map(({ id, issueId, address, state, dueAt, attempts, news, reason }) => [
    `${id}`,
    `${issueId}`,
    address,
    state,
    timeText(dueAt),
    `${attempts}`,
    news.join(', ') || '-',
    reason ?? '',
  ])
  door.answer(found, columns([['id', 'issue', 'address', 'state', 'due', 'attempts', 'news', 'reason'], ...rows]))
}

async function show(app: App, door: Door, id: number): Promise<void> {
  const shown = await findShownDelivery(app.store.db, id)
  if (!shown) return door.fail(noDelivery(id))
  door.answer(shown, shownDeliveryLines(shown))
}

async function retry(app: App, door: Door, { issue, state }: Retry): Promise<void> {
  const retried = await retryDeliveries(app.store, { issueId: issue, state }, app.clock(), COMMAND_LINE)
  if (!retried.ok) return door.fail(`There is no issue ${issue}. "issue list" shows those that there are.`)
  const left = retried.left > 0 ? ` ${retried.left} stay withheld: they were not too late, "delivery list" says why.` : ''
  door.answer(retried, [`${retried.queued} ${state} deliveries of issue ${issue} are queued again.${left}`])
}

async function settle(app: App, door: Door, doubt: { id: number; verdict: 'accepted' | 'again' }): Promise<void> {
  const settled = await settleDoubtful(app.store, doubt, app.clock(), COMMAND_LINE)
  if (settled.ok) {
    const said = doubt.verdict === 'accepted' ? 'counts as accepted' : 'is queued again, with the same Message-ID'
    return door.answer(settled, [`Delivery ${doubt.id} ${said}.`])
  }
  if (settled.reason === 'no-such-delivery') return door.fail(noDelivery(doubt.id))
  door.fail(
    `Delivery ${doubt.id} is ${settled.state}. Only a doubtful one is settled by hand; "delivery list --state doubtful" shows those.`,
  )
}

const noDelivery = (id: number): string => `There is no delivery ${id}. "delivery list" shows those that there are.`

function stateOption(text: string): DeliveryState {
  if (isState(text)) return text
  throw new InvalidArgumentError(`The states are ${Object.keys(ROADS).join(', ')}.`)
}

const isState = (text: string): text is DeliveryState => Object.hasOwn(ROADS, text)

function retryableOption(text: string): Retry['state'] {
  if (text === 'refused' || text === 'withheld') return text
  if (text === 'doubtful')
    throw new InvalidArgumentError(
      'A doubtful one was almost surely accepted: decide about each with "delivery settle <id> accepted|again".',
    )
  throw new InvalidArgumentError('Write refused or withheld.')
}

function verdictArgument(text: string): 'accepted' | 'again' {
  if (text === 'accepted' || text === 'again') return text
  throw new InvalidArgumentError('Write accepted or again.')
}
