import type { Command } from 'commander'
import { ROADS, type DeliveryState } from '../domain/delivery.ts'
import { listDeliveries, type DeliveryFilter } from '../store/listings/deliveries.ts'
import { columns, timeText, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

type List = { issue?: number; state?: string; search: string; limit: number; after: number }

export function addDeliveryCommands(program: Command, door: Door): void {
  const delivery = program.command('delivery').description('editions on their way to subscribers')
  delivery
    .command('list')
    .description('deliveries with their state and why')
    .option('--issue <id>', 'only of this issue', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .option('--state <state>', `only in this state: ${Object.keys(ROADS).join(', ')}`)
    .option('--search <text>', 'only addresses that hold this', '')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .option('--after <id>', 'go on behind this delivery', wholeNumberOption(0, Number.MAX_SAFE_INTEGER), 0)
    .action((wanted: List) => {
      const filter = filterOf(wanted)
      if (!filter) return door.fail(`There is no state "${wanted.state ?? ''}". The states are ${Object.keys(ROADS).join(', ')}.`)
      return door.withApp(async (app) => {
        const found = await listDeliveries(app.store.db, filter)
        const rows = found.map((one) => [
          String(one.id),
          String(one.issueId),
          one.address,
          one.state,
          timeText(one.dueAt),
          String(one.attempts),
          one.reason ?? '',
        ])
        door.answer(found, columns([['id', 'issue', 'address', 'state', 'due', 'attempts', 'reason'], ...rows]))
      })
    })
}

function filterOf({ issue, state, search, limit, after }: List): DeliveryFilter | undefined {
  const filter: DeliveryFilter = { search, limit, after }
  if (issue !== undefined) filter.issueId = issue
  if (state === undefined) return filter
  return isState(state) ? { ...filter, state } : undefined
}

const isState = (text: string): text is DeliveryState => text in ROADS
