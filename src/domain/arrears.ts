import { BEST, type SubscriptionChoice } from './choice.ts'
import type { Instant } from './instant.ts'
import type { ReaderHour } from './reader-hour.ts'

/**
 * What a digest owes one reader besides the window of its next issue, so that a change of choices between two issues loses nothing:
 * stories with `seqFrom < sequence <= seqTo` (open: up to where the reader's own window begins), of one topic or of all that the reader
 * follows, the best so many or all, from a time on. What the reader got by another way is left out as always, so that nothing comes twice.
 */
export type Arrears = {
  digestId: number
  topicId: number | null
  seqFrom: number
  seqTo: number | null
  most: number | null
  fromAt: Instant
}

/** A subscription, and how far its digest has served this reader. */
export type Holding = SubscriptionChoice & {
  digestId: number
  /** The publish sequence up to which stories were decided about for this reader. */
  servedTo: number
  /** When the digest's last issue was cut. */
  cutAt: Instant
}

/** A state that a subscription had, from a time on. */
export type PastChoice = { digestId: number; at: Instant; what: SubscriptionChoice }

/**
 * What a change makes digests owe, `history` being the states before it, the oldest first.
 *
 * A topic that leaves one digest for another takes along what the first has not given yet: changed from weekly to daily on a Wednesday,
 * the next daily mail has the topic's stories since the last weekly one. It does not matter which of the two is changed first, as long as
 * both is done between two issues. An hour that has not been served as far as the reader's new hour takes its stories along in the same way.
 */
export function arrearsOf(before: Holding[], after: Holding[], { history, now }: { history: PastChoice[]; now: Instant }): Arrears[] {
  const known = [...history, ...before.map((one) => ({ digestId: one.digestId, at: -Infinity, what: one }))]
  const moved = after.flatMap((to) => before.flatMap((from) => movedTopics(from, to, { after, before, known })))
  const hours = after.flatMap((to) => {
    const from = before.find((one) => one.digestId === to.digestId)
    const hasMoved = from && isActive(from) && isActive(to) && !isSameHour(from.hour, to.hour)
    return hasMoved && from.servedTo < to.servedTo ? [{ ...owed(from, to), topicId: null }] : []
  })
  return [...moved, ...hours].map((one) => ({ ...one, most: null, fromAt: now }))
}

/** What a pause makes its digest owe at its end; undefined when what was missed is not wanted. */
export function pauseArrears(of: Holding): Arrears | undefined {
  if (!of.pause || of.pause.onReturn === 'nothing') return undefined
  const most = of.pause.onReturn === 'best' ? BEST : null
  return { digestId: of.digestId, topicId: null, seqFrom: of.servedTo, seqTo: null, most, fromAt: of.pause.until }
}

type Change = { before: Holding[]; after: Holding[]; known: PastChoice[] }
type Owed = Pick<Arrears, 'digestId' | 'seqFrom' | 'seqTo' | 'topicId'>

function movedTopics(from: Holding, to: Holding, { before, after, known }: Change): Owed[] {
  if (from.digestId === to.digestId || !isActive(to) || from.servedTo >= to.servedTo) return []
  const wanted = (holdings: Holding[], { digestId }: Holding): number[] =>
    holdings.flatMap((one) => (one.digestId === digestId && isActive(one) ? one.topicIds : []))
  const left = promised(from, known).filter((topicId) => !wanted(after, from).includes(topicId))
  const taken = left.filter((topicId) => to.topicIds.includes(topicId) && !hasHeld(to, topicId, { since: from.cutAt, known }))
  const isNew = (topicId: number): boolean => wanted(before, from).includes(topicId) || !wanted(before, to).includes(topicId)
  return taken.filter(isNew).map((topicId) => ({ ...owed(from, to), topicId }))
}

const owed = (from: Holding, to: Holding): Pick<Arrears, 'digestId' | 'seqFrom' | 'seqTo'> => ({
  digestId: to.digestId,
  seqFrom: from.servedTo,
  seqTo: to.servedTo,
})

/** The topics that a digest had for the reader at any time since its last issue. */
function promised(of: Holding, known: PastChoice[]): number[] {
  const states = statesSince(of, of.cutAt, known)
  return [...new Set(states.flatMap((what) => (what.state === 'active' ? what.topicIds : [])))]
}

/** Whether the subscription had the topic all the time since then. */
function hasHeld(of: Holding, topicId: number, { since, known }: { since: Instant; known: PastChoice[] }): boolean {
  const states = statesSince(of, since, known)
  return states.length > 0 && states.every((what) => what.state === 'active' && what.topicIds.includes(topicId))
}

/** The states that a subscription had from a time on, the one that it had then included. */
function statesSince({ digestId }: Holding, since: Instant, known: PastChoice[]): SubscriptionChoice[] {
  const own = known.filter((one) => one.digestId === digestId)
  const dated = own.filter((one) => one.at !== -Infinity)
  const then = dated.findLast((one) => one.at <= since)
  const later = dated.filter((one) => one.at > since)
  const current = own.filter((one) => one.at === -Infinity)
  return [...(then ? [then] : []), ...later, ...current].map(({ what }) => what)
}

const isActive = ({ state }: SubscriptionChoice): boolean => state === 'active'

const isSameHour = (one: ReaderHour, other: ReaderHour): boolean =>
  one.zone === other.zone && one.minute === other.minute && one.weekdays === other.weekdays
