import { DAY, MINUTE, type Instant } from './instant.ts'

/**
 * How fast mail goes to one receiver, shared by all senders. It grows by a little with every mail that is accepted and is halved when the
 * receiver says that it is too much (additive increase, multiplicative decrease, as TCP does: RFC 5681).
 */
export type Pace = {
  /** Mails a second, above 0. */
  rate: number
  /** From when on the next mail may go. */
  freeAt: Instant
  /** To where those reach that were told to come back later. */
  lineUntil: Instant
  slowedAt: Instant | null
  /** What the receiver said when it was slowed. */
  reason: string | null
}

/** Mails a second to begin with. */
export const USUAL_RATE = 20

/** Mails whose turn comes within this time wait where they are; later ones come back. */
export const IN_HAND = 1000

// Never quite silent: without a mail now and then nobody would learn that the receiver has calmed down.
const LEAST_RATE = 0.1
const MOST_GROWTH = 10
// For each accepted mail: a pace that is used to the full doubles in about six minutes.
const GROWTH = 0.002
// Mails under way when the receiver complained say the same again; that is one complaint.
const ONE_COMPLAINT = 10_000
const PAUSE = 30_000

export const startPace = (rate: number, now: Instant): Pace => ({ rate, freeAt: now, lineUntil: now, slowedAt: null, reason: null })

/** Whether a turn at that instant is waited for in hand. */
export const isInHand = (turn: Instant, now: Instant): boolean => turn <= now + IN_HAND

/**
 * Gives so many mails their turns, one after the other. The turns in hand are taken for good. The others are only told when to ask again:
 * twice as early as the pace of now would have it, so that one that grows finds mail to carry.
 *
 *     20 a second, 30 mails at 07:00:00  →  21 turns from 07:00:00 to 07:00:01, nine ask again from 07:00:01.050 on, every 25 ms
 */
export function takeTurns(pace: Pace, count: number, now: Instant): { pace: Pace; turns: Instant[] } {
  const interval = 1000 / pace.rate
  const free = Math.max(now, Math.min(pace.freeAt, now + FARTHEST_TURN))
  const room = Math.max(0, Math.floor((now + IN_HAND - free) / interval) + 1)
  const inHand = Math.min(count, room)
  const freeAt = Math.ceil(free + inHand * interval)
  const line = Math.max(Math.min(pace.lineUntil, now + DAY), freeAt, now + IN_HAND + 1)
  const later = count - inHand
  const turns = [
    ...Array.from({ length: inHand }, (_, index) => Math.floor(free + index * interval)),
    ...Array.from({ length: later }, (_, index) => Math.ceil(line + (index * interval) / 2)),
  ]
  return { turns, pace: { ...pace, freeAt, lineUntil: later > 0 ? Math.ceil(line + (later * interval) / 2) : pace.lineUntil } }
}

// No turn is farther away than a pause and one interval: what is was written by a clock that ran ahead.
const FARTHEST_TURN = PAUSE + IN_HAND + 1000 / LEAST_RATE

/** The receiver said that it is too much. With 421 it said so for everybody and hung up (RFC 5321 section 3.8): everything pauses. */
export function slowDown(pace: Pace, said: { at: Instant; reason: string; isClosing: boolean }): Pace {
  const { at, reason, isClosing } = said
  if (pace.slowedAt !== null && Math.abs(at - pace.slowedAt) < ONE_COMPLAINT) return pace
  const freeAt = isClosing ? Math.max(pace.freeAt, at + PAUSE) : pace.freeAt
  return { ...pace, rate: Math.max(LEAST_RATE, pace.rate / 2), freeAt, slowedAt: at, reason }
}

/** So many mails were accepted at this pace. `start` is what it began with. */
export function speedUp(pace: Pace, accepted: number, start: number): Pace {
  const most = start * MOST_GROWTH
  return { ...pace, rate: pace.rate >= most ? pace.rate : Math.min(most, pace.rate + accepted * GROWTH) }
}

/** After how many accepted mails a growth is worth writing down: about a twentieth. */
export const growthStep = (rate: number): number => Math.max(1, Math.round((rate * 0.05) / GROWTH))

/** When the last of so many waiting mails will have gone, if the pace stays as it is. */
export const doneAt = ({ rate, freeAt }: Pick<Pace, 'rate' | 'freeAt'>, waiting: number, now: Instant): Instant =>
  Math.max(now, freeAt) + Math.ceil((waiting * 1000) / rate)

/** Paces that nobody has used for so long are forgotten. */
export const FORGOTTEN_AFTER = 7 * DAY

/** Over how long the present rate is measured. */
export const RATE_WINDOW = 5 * MINUTE
