import { nameNobody } from '../domain/name-nobody.ts'
import { domainGroupOf } from '../domain/domain-group.ts'
import type { Instant } from '../domain/instant.ts'
import { growthStep, isInHand, slowDown, speedUp, takeTurns, USUAL_RATE, type Pace } from '../domain/pace.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { Db } from '../store/dialect.ts'
import { ALL_MAIL, holdPaces, listPaceNames, savePaces } from '../store/paces.ts'
import type { SenderContext } from './sender-context.ts'

/** What an answer teaches about the pace of its receiver. */
export type Lesson = { group: string; at: Instant } & ({ accepted: number } | { reason: string; isClosing: boolean })

export type Heard = { canonical: string; result: SendResult }

/** Knows the paces that all senders share through the database, as far as one sender needs them. */
export type PaceKeeper = {
  /** When a mail to each of these receivers may go; an instant beyond those in hand (domain/pace.ts) only says when to ask again. */
  turnsOf: (groups: string[], now: Instant) => Promise<Instant[]>
  /** What is worth writing down of answers. Little is: a complaint once, and growth in steps. */
  lessonsOf: (heard: Heard[], at: Instant) => Lesson[]
  writeDown: (tx: Db, lessons: Lesson[]) => Promise<void>
  /** To be called when they are written down. */
  learned: (lessons: Lesson[]) => void
  /** Whether the receiver has complained since a turn was given. */
  isOutpaced: (group: string, since: Instant) => boolean
}

const UNLIMITED = { relayRate: 0, domainRate: 0, isKept: true }
const COMPLAINTS_APART = 10_000
const GROUPS_IN_MEMORY = 10_000

export function makePaceKeeper({ store, pace = UNLIMITED }: Pick<SenderContext, 'store' | 'pace'>): PaceKeeper {
  const start = pace.domainRate || USUAL_RATE
  const rates = new Map<string, number>()
  const accepted = new Map<string, number>()
  const heardAt = new Map<string, Instant>()
  const slowedAt = new Map<string, Instant>()

  /** Without a rate to begin with, only those that have complained have a pace. */
  const namesOf = async (groups: string[]): Promise<string[]> => {
    const names = [...new Set(groups)]
    const kept = pace.domainRate > 0 ? names : await listPaceNames(store.db, names)
    return pace.relayRate > 0 ? [...kept, ALL_MAIL] : kept
  }
  const remember = (paces: Map<string, Pace>): void => {
    if (rates.size > GROUPS_IN_MEMORY) for (const memory of [rates, accepted, heardAt, slowedAt]) memory.clear()
    for (const [name, { rate }] of paces) rates.set(name, rate)
  }
  const lessonOf = ({ canonical, result }: Heard, at: Instant): Lesson | undefined => {
    const group = domainGroupOf(canonical)
    if (asksForLess(result)) {
      if (at - (heardAt.get(group) ?? -Infinity) < COMPLAINTS_APART) return undefined
      heardAt.set(group, at)
      return { group, at, reason: nameNobody(result.reply, 300), isClosing: result.replyCode === 421 }
    }
    const rate = rates.get(group)
    if (result.outcome !== 'accepted' || rate === undefined) return undefined
    const count = (accepted.get(group) ?? 0) + 1
    const isStep = count >= growthStep(rate)
    accepted.set(group, isStep ? 0 : count)
    return isStep ? { group, at, accepted: count } : undefined
  }

  return {
    turnsOf: async (groups, now) => {
      const names = pace.isKept ? await namesOf(groups) : []
      if (names.length === 0) return groups.map(() => now)
      return store.db.transaction().execute(async (tx) => {
        const held = await holdPaces(tx, names, { rate: start, now })
        const turns = turnsAtAll(turnsByGroup(groups, held, now), { held, rate: pace.relayRate, now })
        await savePaces(tx, held)
        remember(held)
        return turns
      })
    },
    lessonsOf: (heard, at) => heard.flatMap((one) => lessonOf(one, at) ?? []),
    writeDown: async (tx, lessons) => {
      const [first] = lessons
      if (!first) return
      const held = await holdPaces(
        tx,
        lessons.map(({ group }) => group),
        { rate: start, now: first.at },
      )
      for (const lesson of lessons) change(held, lesson.group, (found) => taught(found, lesson, start))
      await savePaces(tx, held)
    },
    learned: (lessons) => {
      for (const lesson of lessons) if ('reason' in lesson) slowedAt.set(lesson.group, lesson.at)
    },
    isOutpaced: (group, since) => (slowedAt.get(group) ?? -Infinity) >= since,
  }
}

/** Each mail's turn at its own receiver. */
function turnsByGroup(groups: string[], held: Map<string, Pace>, now: Instant): Instant[] {
  const counts = new Map<string, number>()
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1)
  const given = new Map<string, Iterator<Instant>>()
  for (const [group, count] of counts) {
    change(held, group, (pace) => {
      const { pace: taken, turns } = takeTurns(pace, count, now)
      given.set(group, turns.values())
      return taken
    })
  }
  return groups.map((group) => (given.get(group)?.next().value as Instant | undefined) ?? now)
}

/** The same turns where all mail together has a pace, too: what waits for its receiver anyway takes none of that. */
function turnsAtAll(turns: Instant[], { held, rate, now }: { held: Map<string, Pace>; rate: number; now: Instant }): Instant[] {
  const wanted = turns.filter((turn) => isInHand(turn, now)).length
  let given: Iterator<Instant> | undefined
  change(held, ALL_MAIL, (pace) => {
    // The setting's word counts, not what it said when the row was made.
    const taken = takeTurns({ ...pace, rate }, wanted, now)
    given = taken.turns.values()
    return taken.pace
  })
  return turns.map((turn) => (isInHand(turn, now) ? Math.max(turn, (given?.next().value as Instant | undefined) ?? turn) : turn))
}

function change(held: Map<string, Pace>, name: string, to: (pace: Pace) => Pace): void {
  const pace = held.get(name)
  if (pace) held.set(name, to(pace))
}

const taught = (pace: Pace, lesson: Lesson, start: number): Pace =>
  'accepted' in lesson ? speedUp(pace, lesson.accepted, start) : slowDown(pace, lesson)

function asksForLess({ outcome, throttled }: SendResult): boolean {
  // What the mail server says of us all is the brake's matter (mail/transport.ts), not one receiver's.
  return throttled === true && (outcome === 'deferred' || outcome === 'refused')
}

// It stands for all mail to the receiver, so it names nobody.
