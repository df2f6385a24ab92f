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
 * is under way at once. Gives back how many left our hands. When the signal is given, or the mail server is in trouble, it claims no
 * more, finishes what is under way, and hands the rest back.
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
  const { transport } = context
  let trouble = await transport.ready(signal)
  const isStopped = (): boolean => signal.aborted || (trouble ??= transport.trouble) !== undefined
  const claims = claimedQueue(context, isStopped)
  let handled = 0
  const work = async (): Promise<void> => {
    for (let delivery = await claims.next(); delivery; delivery = await claims.next()) {
      await sender.deliver(delivery)
      handled++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await sender.handBack(await claims.rest())
  claims.throwFailure()
  if (trouble) context.failed('the way to the mail server', new Error(trouble.reply))
  return handled
}

type ClaimedQueue = {
  next: () => Promise<ClaimedDelivery | undefined>
  /** What was claimed and not asked for. */
  rest: () => Promise<ClaimedDelivery[]>
  /** Throws what made a claim fail: it ended the queue, but not the work on what had been claimed before. */
  throwFailure: () => void
}

/** The claimed deliveries, one by one; the next claim is made while the last is still being worked off. Ends when nothing is due. */
function claimedQueue({ store, clock }: SenderContext, isStopped: () => boolean): ClaimedQueue {
  const ready: (ClaimedDelivery & { leaseUntil: number })[] = []
  let claim: Promise<void> | undefined
  let isDry = false
  let failure: { error: unknown } | undefined
  const claimMore = async (): Promise<void> => {
    try {
      const now = clock()
      const leaseUntil = now + LEASE
      const claimed = await claimDeliveries(store, { now, leaseUntil, limit: CLAIM })
      isDry = claimed.length === 0
      ready.push(...claimed.map((delivery) => ({ ...delivery, leaseUntil })))
    } catch (error) {
      failure = { error }
      isDry = true
    }
    claim = undefined
  }
  // While we were busy with the others, its lease has run out: it belongs to whoever claims it next.
  const dropOverdue = (): void => {
    const now = clock()
    while (ready[0] && ready[0].leaseUntil <= now) ready.shift()
  }
  return {
    next: async () => {
      dropOverdue()
      if (ready.length < CLAIM / 2 && !isDry && !isStopped()) claim ??= claimMore()
      while (ready.length === 0 && !isDry && !isStopped()) await (claim ??= claimMore())
      return isStopped() ? undefined : ready.shift()
    },
    rest: async () => {
      await claim
      return ready.splice(0)
    },
    throwFailure: () => {
      if (failure) throw failure.error
    },
  }
}
