import type { Command } from 'commander'
import type { App } from '../app.ts'
import { listReputation, REPUTATION_DAYS, type Reputation } from '../store/listings/reputation.ts'
import { columns, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

export function addReputationCommands(program: Command, door: Door): void {
  program
    .command('reputation')
    .description('what receivers refuse, send back and complain of, over 1, 7 and 30 days, beside the limits of the providers')
    .option('--limit <count>', 'at most so many receivers, those with the most mail first', wholeNumberOption(1, 10_000), 50)
    .action(({ limit }: { limit: number }) => door.withApp((app) => show(app, door, limit)))
}

async function show({ store, clock }: App, door: Door, limit: number): Promise<void> {
  const found = await listReputation(store.db, clock(), { limit })
  const headings = ['sender', 'receiver', ...REPUTATION_DAYS.flatMap((days) => [`mails ${days}d`, 'refused', 'bounced', 'complained'])]
  const table = found.length === 0 ? ['No mail has left in the last 30 days.'] : columns([headings, ...found.map(rowOf)])
  door.answer(found, [...table, ...found.flatMap(reputationWarnings)])
}

const rowOf = ({ senderDomain, receiver, days }: Reputation): string[] => [
  senderDomain,
  receiver === '*' ? 'all together' : receiver,
  ...REPUTATION_DAYS.flatMap((each) => {
    const { accepted, refused, rates } = days[each]
    return [`${accepted + refused}`, percent(rates.refused), percent(rates.bounced), percent(rates.complained)]
  }),
]

/** What stands near or over a limit, in words. */
export const reputationWarnings = ({ senderDomain, receiver, days }: Reputation): string[] =>
  REPUTATION_DAYS.flatMap((each) =>
    days[each].warnings.map(
      ({ what, rate, limit, isOver }) =>
        `${isOver ? 'Over the limit' : 'Warning'}: ${senderDomain} to ${receiver === '*' ? 'all' : receiver} over ${each} days: ${percent(rate)} ${what}, ${percent(limit)} is ${isOver ? 'never to be reached' : 'where providers begin to object'}.`,
    ),
  )

const percent = (rate: number): string => `${Number((rate * 100).toFixed(2))} %`
