import { setTimeout as pause } from 'node:timers/promises'
import { IN_HAND } from '../domain/pace.ts'
import { findNextTurn } from '../store/next-delivery.ts'
import { openClaimedQueue } from './claimed-queue.ts'
import { makeSender, type Sender } from './deliver.ts'
import { makePaceKeeper, type PaceKeeper } from './pace-keeper.ts'
import type { SenderContext } from './sender-context.ts'

export type Pump = {
  deliverDue: (signal: AbortSignal) => Promise<number>
  /** Waits for the turn of those that were too early for the pace, unless it is long; says whether it did. */
  waitForTurn: (signal: AbortSignal) => Promise<boolean>
}

// A receiver that wants its mails farther apart than this is left for later.
const LONGEST_TURN = 5 * IN_HAND

/**
 * Makes the verb that works off everything that is due: it claims some hundred deliveries with a lease, and a bounded number of them
 * is under way at once; `share` of these may go to one receiver while others wait. Gives back how many left our hands. When the signal is
 * given, or the mail server is in trouble, it claims no more, finishes what is under way, and hands the rest back.
 */
export function makePump(context: SenderContext, atOnce: number, share = Math.ceil(atOnce / 2)): Pump {
  const keeper = makePaceKeeper(context)
  const sender = makeSender(context, keeper)
  let isEarly = false
  const parts = { keeper, sender, atOnce, share, early: () => (isEarly = true) }
  return {
    deliverDue: (signal) => deliverDue(context, { ...parts, signal }),
    waitForTurn: async (signal) => {
      if (!isEarly || signal.aborted || context.transport.trouble) return false
      const wait = ((await findNextTurn(context.store.db)) ?? Infinity) - context.clock()
      isEarly = wait <= LONGEST_TURN
      if (!isEarly) return false
      await pause(Math.max(wait, 1), undefined, { signal }).catch(() => undefined)
      return true
    },
  }
}

type Parts = { keeper: PaceKeeper; sender: Sender; atOnce: number; share: number; early: () => void; signal: AbortSignal }

async function deliverDue(context: SenderContext, { keeper, sender, atOnce, share, early, signal }: Parts): Promise<number> {
  const { transport } = context
  let trouble = await transport.ready(signal)
  const isStopped = (): boolean => signal.aborted || (trouble ??= transport.trouble) !== undefined
  const claims = openClaimedQueue(context, {
    keeper,
    isStopped,
    share,
    handBack: (deliveries) => {
      early()
      return sender.handBack(deliveries)
    },
  })
  let handled = 0
  const work = async (): Promise<void> => {
    for (let delivery = await claims.next(); delivery; delivery = await claims.next()) {
      await sender.deliver(delivery)
      claims.done(delivery)
      handled++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  await sender.handBack(await claims.rest())
  await sender.finish()
  claims.throwFailure()
  if (trouble) context.failed('the way to the mail server', new Error(trouble.reply))
  return handled
}
