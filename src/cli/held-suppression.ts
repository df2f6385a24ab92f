import type { Command } from 'commander'
import type { App } from '../app.ts'
import { decideHeld } from '../flow/decide-held.ts'
import { listHeldAddresses, listHeldReceivers } from '../store/listings/held-suppressions.ts'
import { columns, timeText, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'
import { COMMAND_LINE } from './command-line.ts'

type List = { domain?: string; limit: number; after: number }

export function addHeldCommands(suppression: Command, door: Door): void {
  suppression
    .command('held')
    .description('receivers that call nearly everybody dead at once: their addresses wait for you; with --domain, the addresses')
    .option('--domain <receiver>', 'the addresses of this receiver')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .option('--after <id>', 'go on behind this one', wholeNumberOption(0, Number.MAX_SAFE_INTEGER), 0)
    .action((wanted: List) => door.withApp((app) => held(app, door, wanted)))
  for (const [decision, what] of Object.entries(DECISIONS))
    suppression
      .command(decision)
      .description(what)
      .requiredOption('--domain <receiver>', 'as "suppression held" names it, or one of its domains')
      .option('--by <name>', 'who decides', 'command line')
      .action(({ domain, by }: { domain: string; by: string }) =>
        door.withApp((app) => decide(app, door, { domain, by, decision: decision as 'apply' | 'drop' })),
      )
}

const DECISIONS = {
  apply: 'suppress all held addresses of a receiver: they are dead',
  drop: 'forget all held addresses of a receiver: it was broken, and they are written to as before',
}

async function held({ store }: App, door: Door, { domain, limit, after }: List): Promise<void> {
  if (domain !== undefined) {
    const found = await listHeldAddresses(store.db, { receiver: domain, limit, after })
    const rows = found.map(({ id, address, at, note }) => [`${id}`, address, timeText(at), note])
    return door.answer(
      found.map((one) => ({ ...one, at: timeText(one.at) })),
      columns([['id', 'address', 'since', 'said'], ...rows]),
    )
  }
  const found = await listHeldReceivers(store.db)
  const rows = found.map(({ receiver, openedAt, dead, gone, waiting }) => [
    receiver,
    timeText(openedAt),
    `${dead} of ${gone}`,
    `${waiting}`,
  ])
  door.answer(
    found.map((one) => ({ ...one, openedAt: timeText(one.openedAt) })),
    found.length === 0 ? ['Nothing is held.'] : columns([['receiver', 'since', 'dead', 'waiting'], ...rows]),
  )
}

async function decide(app: App, door: Door, wanted: { domain: string; by: string; decision: 'apply' | 'drop' }): Promise<void> {
  const done = await decideHeld(app, wanted, app.clock(), COMMAND_LINE)
  if (!done.ok) return door.fail(`Nothing of ${wanted.domain} was ever held. "suppression held" shows what is.`)
  const what = wanted.decision === 'apply' ? 'are suppressed' : 'are written to as before'
  door.answer(done, [`${done.addresses} addresses of ${done.receiver} ${what}.`])
}
