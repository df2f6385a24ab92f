import { domainGroupOf } from '../domain/domain-group.ts'
import { MINUTE, type Instant } from '../domain/instant.ts'
import { isInHand } from '../domain/pace.ts'
import { claimDeliveries } from '../store/deliveries.ts'
import { openHand, type Waiting } from './in-hand.ts'
import type { PaceKeeper } from './pace-keeper.ts'
import type { SenderContext } from './sender-context.ts'

export type ClaimedQueue = {
  next: () => Promise<Waiting | undefined>
  /** It is no longer under way. */
  done: (delivery: Waiting) => void
  /** What was claimed and not asked for. */
  rest: () => Promise<Waiting[]>
  /** Throws what made a claim fail: it ended the queue, but not the work on what had been claimed before. */
  throwFailure: () => void
}

type Options = {
  keeper: PaceKeeper
  isStopped: () => boolean
  share: number
  handBack: (deliveries: (Waiting & { nextAt: Instant })[]) => Promise<void>
}

// Rows that one claim takes: enough that the next one is back before the last of them is used up, few enough to lose little time if we die.
const CLAIM = 250
// Rows that one sender holds at most, where one receiver has so many due that the others' stand behind them.
const MOST = 1000
const LEASE = 10 * MINUTE
// What comes due while we are at work goes out in the same run.
const LOOK_AGAIN = 1000

/**
 * The claimed deliveries, each when its turn has come; the next claim is made while the last is still being worked off. A turn that is far
 * off is not waited for: the delivery goes back into the queue until then, so that a slow receiver never stands in front of the others.
 * Ends when nothing is due.
 */
export function openClaimedQueue({ store, clock }: SenderContext, { keeper, isStopped, share, handBack }: Options): ClaimedQueue {
  const hand = openHand({ clock, isOutpaced: keeper.isOutpaced, share })
  let claim: Promise<void> | undefined
  let dryAt = -Infinity
  let failure: { error: unknown } | undefined

  /** Gives each its turn; those whose turn is far off are handed back. */
  const pace = async (deliveries: Waiting[]): Promise<void> => {
    const now = clock()
    const turns = await turnsOf(deliveries, now)
    const later: (Waiting & { nextAt: Instant })[] = []
    for (const [index, delivery] of deliveries.entries()) {
      const turn = turns[index] ?? now
      const paced = { ...delivery, pacedAt: now }
      if (turn <= now) hand.add(paced)
      else if (isInHand(turn, now)) hand.addLater(paced, turn - now)
      else later.push({ ...paced, nextAt: turn })
    }
    if (later.length > 0) await handBack(later)
  }
  const turnsOf = async (deliveries: Waiting[], now: Instant): Promise<Instant[]> => {
    const groups = deliveries.map(({ group }) => group)
    try {
      return await keeper.turnsOf(groups, now)
    } catch (error) {
      // Without a turn nothing goes out.
      await handBack(deliveries.map((delivery) => ({ ...delivery, nextAt: delivery.dueAt })))
      throw error
    }
  }
  const claimMore = async (): Promise<void> => {
    const now = clock()
    const leaseUntil = now + LEASE
    const claimed = await claimDeliveries(store, { now, leaseUntil, limit: CLAIM })
    if (claimed.length === 0) dryAt = now
    await pace(claimed.map((one) => ({ ...one, leaseUntil, group: domainGroupOf(one.canonical), pacedAt: now })))
  }
  const isDry = (): boolean => failure !== undefined || Math.abs(clock() - dryAt) < LOOK_AGAIN
  const hasRoom = (): boolean => !isDry() && hand.ready + hand.early + CLAIM <= MOST
  const fill = async (): Promise<void> => {
    try {
      if (hand.outpaced > 0) await pace(hand.takeOutpaced())
      if (hasRoom()) await claimMore()
    } catch (error) {
      failure = { error }
    }
    claim = undefined
  }
  return {
    next: async () => {
      if (hand.ready < CLAIM / 2 && hasRoom() && !isStopped()) claim ??= fill()
      while (!isStopped()) {
        const fair = hand.take('within-share')
        if (fair) return fair
        if (claim || hand.outpaced > 0 || hasRoom()) await (claim ??= fill())
        else {
          const any = hand.take('any')
          if (any) return any
          if (hand.outpaced > 0) continue
          if (hand.early === 0) return undefined
          await hand.nextTurn()
        }
      }
      return undefined
    },
    done: ({ group }) => hand.done(group),
    rest: async () => {
      await claim
      return hand.takeAll()
    },
    throwFailure: () => {
      if (failure) throw failure.error
    },
  }
}
