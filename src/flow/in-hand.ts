import type { Instant } from '../domain/instant.ts'
import type { DueDelivery } from '../store/deliveries.ts'

/** A claimed delivery that waits for its turn or for a free line. `pacedAt` is when it was given its turn. */
export type Waiting = DueDelivery & { leaseUntil: Instant; group: string; pacedAt: Instant }

export type Hand = {
  add: (delivery: Waiting) => void
  /** Its turn comes so many milliseconds later. */
  addLater: (delivery: Waiting, milliseconds: number) => void
  /** Takes one that may go now: of a receiver that is within its share, or of any. */
  take: (which: 'within-share' | 'any') => Waiting | undefined
  /** A mail of this receiver is no longer under way. */
  done: (group: string) => void
  /** Takes those whose turn no longer holds: their receiver has complained since. */
  takeOutpaced: () => Waiting[]
  readonly ready: number
  /** Those whose turn has not come. */
  readonly early: number
  readonly outpaced: number
  /** Comes back when the next turn has come. */
  nextTurn: () => Promise<void>
  takeAll: () => Waiting[]
}

type Options = {
  clock: () => Instant
  isOutpaced: (group: string, since: Instant) => boolean
  /** Most mails to one receiver under way at once, as long as mails to others wait. */
  share: number
}

/** What one sender holds: in the order in which it came, but no receiver takes more than its share while others wait. */
export function openHand({ clock, isOutpaced, share }: Options): Hand {
  const ready: Waiting[] = []
  const early = new Map<NodeJS.Timeout, Waiting>()
  const outpaced: Waiting[] = []
  const underWay = new Map<string, number>()
  let bell = Promise.withResolvers<undefined>()

  /** Passes on what must not go any more. */
  const sift = (index: number, delivery: Waiting): boolean => {
    // While we were busy with the others, its lease has run out: it belongs to whoever claims it next.
    const isOverdue = delivery.leaseUntil <= clock()
    if (!isOverdue && !isOutpaced(delivery.group, delivery.pacedAt)) return false
    ready.splice(index, 1)
    if (!isOverdue) outpaced.push(delivery)
    return true
  }
  const goOut = (index: number, delivery: Waiting): Waiting => {
    ready.splice(index, 1)
    underWay.set(delivery.group, (underWay.get(delivery.group) ?? 0) + 1)
    return delivery
  }
  const take: Hand['take'] = (which) => {
    for (let index = 0; index < ready.length;) {
      const delivery = ready[index] as Waiting
      if (sift(index, delivery)) continue
      if (which === 'any' || (underWay.get(delivery.group) ?? 0) < share) return goOut(index, delivery)
      index++
    }
    return undefined
  }
  const addLater: Hand['addLater'] = (delivery, milliseconds) => {
    const timer = setTimeout(() => {
      early.delete(timer)
      ready.push(delivery)
      bell.resolve(undefined)
      bell = Promise.withResolvers()
    }, milliseconds)
    early.set(timer, delivery)
  }
  return {
    add: (delivery) => void ready.push(delivery),
    addLater,
    take,
    done: (group) => {
      const left = (underWay.get(group) ?? 1) - 1
      if (left > 0) underWay.set(group, left)
      else underWay.delete(group)
    },
    takeOutpaced: () => outpaced.splice(0),
    get ready() {
      return ready.length
    },
    get early() {
      return early.size
    },
    get outpaced() {
      return outpaced.length
    },
    nextTurn: () => bell.promise,
    takeAll: () => {
      for (const timer of early.keys()) clearTimeout(timer)
      const all = [...ready.splice(0), ...early.values(), ...outpaced.splice(0)]
      early.clear()
      return all
    },
  }
}
