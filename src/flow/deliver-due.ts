import { MINUTE } from '../domain/instant.ts'
import { claimDeliveries, type ClaimedDelivery } from '../store/deliveries.ts'
import { makeSender, type Sender } from './deliver.ts'
import type { SenderContext } from './sender-context.ts'

// Rows that one sender holds: enough that the next claim is back before the last one is used up, few enough to lose little time if it dies.
const CLAIM = 250
const LEASE = 10 * MINUTE

export type Pump = { deliverDue: (signal: AbortSignal) => Promise<number> }

/**
 * Makes the verb that works off everything that is due: it claims some hundred deliveries with a lease, and a bounded number of them
 * is under way at once. Gives back how many left our hands. When the signal is given it claims no more, finishes what is under way,
 * and hands the rest back.
 */
export function makePump(context: SenderContext, atOnce: number): Pump {
  const sender = makeSender(context)
  return { deliverDue: (signal) => deliverDue(context, sender, { atOnce, signal }) }
}

async function deliverDue(
  context: SenderContext,
  sender: Sender,
  { atOnce, signal }: { atOnce: number; signal: AbortSignal },
): Promise<number> {
  const queue = claimedQueue(context, signal)
  let handled = 0
  const work = async (): Promise<void> => {
    for (let delivery = await queue.next(); delivery; delivery = await queue.next()) {
      if (signal.aborted) await sender.handBack(delivery)
      else await sender.deliver(delivery)
      handled++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return handled
}

/** The claimed deliveries, one by one; the next claim is made while the last is still being worked off. Ends when nothing is due. */
function claimedQueue({ store, clock }: SenderContext, signal: AbortSignal): { next: () => Promise<ClaimedDelivery | undefined> } {
  const ready: ClaimedDelivery[] = []
  let claim: Promise<void> | undefined
  let isDry = false
  const claimMore = async (): Promise<void> => {
    const now = clock()
    const claimed = signal.aborted ? [] : await claimDeliveries(store, { now, leaseUntil: now + LEASE, limit: CLAIM })
    isDry = claimed.length === 0
    ready.push(...claimed)
    claim = undefined
  }
  return {
    next: async () => {
      if (ready.length < CLAIM / 2 && !isDry) claim ??= claimMore()
      while (ready.length === 0 && !isDry) await (claim ??= claimMore())
      return ready.shift()
    },
  }
}
