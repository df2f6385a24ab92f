import { allotStories, hasGot, heardTopics, type RuledIssue, type RuledReader, type RuledStory } from '../../../src/domain/allot-stories.ts'
import { nextCut } from '../../../src/domain/digest-schedule.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'
import { checkZone } from '../../../src/domain/time-zone.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { whyNothing, type NothingBecause } from '../../../src/domain/why-nothing.ts'
import { frameLanguage } from '../../../src/render/words.ts'
import type { RandomReader, RandomWorld } from './random-world.ts'

export type PlainAnswer =
  { stories: number[]; more: number[]; dueAt: number; language: string; topics: number[]; format: string } | NothingBecause

/** What addressing must come to for one reader, in the words of the rules. Everything is numbered as in the world, the sequence from 1. */
export function plainAnswer(reader: RandomReader, world: RandomWorld): PlainAnswer {
  const issue = issueOf(world)
  const ruled = readerOf(reader, world)
  const { given, more } = allotStories(issue, ruled)
  if (given.length === 0) return whyNothing(issue, ruled)
  const { languages, format } = reader
  const topics = heardTopics(ruled, issue.tree)
  return { stories: given, more, dueAt: ruled.hour.dueAt, language: frameLanguage(languages), topics, format }
}

/** The briefings of the issue at hand, in the order of their positions. */
export function heldHere({ pool, isReversed }: RandomWorld): number[] {
  const here = [...pool.entries()].filter(([, { isHere }]) => isHere).map(([index]) => index)
  return isReversed ? here.reverse() : here
}

/** The briefings of an earlier issue, each with its position there. An issue has at least one: where it drew none, the first of all. */
export function heldBefore({ pool, past }: RandomWorld, which: number): { index: number; position: number }[] {
  const { shift = 0, isReversed = false } = past[which] ?? {}
  const drawn = [...pool.entries()].filter(([, { isIn }]) => isIn[which]).map(([index]) => index)
  const held = drawn.length > 0 ? drawn : [0]
  return held.map((index) => ({ index, position: ((isReversed ? 99 - index : index) + shift) % 100 }))
}

/** The first briefing of those that tell the same story. */
export function storyOf({ pool }: RandomWorld, index: number): number {
  const of = pool[index]?.versionOf ?? null
  return of === null ? index : storyOf({ pool } as RandomWorld, of)
}

/** The number of an earlier issue within its digest; the one at hand is number 6. */
export const numberOf = (which: number): number => which + 1
export const OWN_NUMBER = 6

/** The topics that a briefing stands on in the issue: those of all versions of its story that the issue holds. */
export function topicsHere(world: RandomWorld, index: number): number[] {
  const versions = heldHere(world).filter((other) => storyOf(world, other) === storyOf(world, index))
  return [...new Set(versions.flatMap((other) => world.pool[other]?.topics ?? []))].sort((a, b) => a - b)
}

function issueOf(world: RandomWorld): RuledIssue {
  const here = heldHere(world)
  const stories = here.map((index, position): RuledStory => {
    const versions = here.filter((other) => storyOf(world, other) === storyOf(world, index))
    const { language = 'en', isPinned = false, corrects = null } = world.pool[index] ?? {}
    const told = { storyId: storyOf(world, index), correctsId: corrects === null ? null : storyOf(world, corrects) }
    return { position, ...told, seq: Math.max(...versions) + 1, topicIds: topicsHere(world, index), language, isPinned }
  })
  const tree = new Map(world.parents.flatMap((parent, own) => (parent === null ? [] : [[own, parent] as const])))
  return { stories, tree, ...world.rules }
}

function readerOf(reader: RandomReader, world: RandomWorld): RuledReader {
  const { releaseAt, seqFrom } = world
  const lag = lagOf(reader, world)
  return {
    ...{ state: reader.hasEnded ? 'ended' : 'active', isSuppressed: reader.isSuppressed, languages: reader.languages },
    topicIds: reader.topics,
    mutedIds: mutesOf(reader)
      .filter(({ until }) => until === null || until > 0)
      .map(({ topic }) => topic),
    pausedUntil: reader.pausedUntil === null ? null : releaseAt + reader.pausedUntil,
    hour: { ...turnOf(reader, world), servedTo: lag === null ? seqFrom : seqFrom - lag },
    arrears: reader.arrears.map(({ topic, from, to, most }) => ({ topicId: topic, seqFrom: from, seqTo: to, most })),
    ...pastOf(reader, world),
  }
}

/** A reader has one mute of a topic, the last. */
export const mutesOf = ({ mutes }: RandomReader): RandomReader['mutes'] => [...new Map(mutes.map((mute) => [mute.topic, mute])).values()]

/** Readers of one hour lag together: as far as the first of them. */
export function lagOf({ hour }: RandomReader, { readers }: RandomWorld): number | null {
  const key = JSON.stringify(hour)
  return readers.find((other) => JSON.stringify(other.hour) === key && other.lag !== null)?.lag ?? null
}

function turnOf({ hour }: RandomReader, { zone, releaseAt }: RandomWorld): { verdict: 'due' | 'waits'; dueAt: number } {
  if (hour.weekdays === 0) return { verdict: 'due', dueAt: releaseAt }
  const known = { ...hour, zone: checkZone(hour.zone) ?? zone }
  const dueAt = nextHour(known, releaseAt)
  const next = nextCut({ zone, minute: 0, weekdays: EVERY_DAY }, releaseAt) ?? Infinity
  const isOnlyForTheDay = nextHour({ ...known, weekdays: EVERY_DAY }, releaseAt) < next
  return { verdict: dueAt >= next && isOnlyForTheDay ? 'waits' : 'due', dueAt }
}

function pastOf({ deliveries }: RandomReader, world: RandomWorld): Pick<RuledReader, 'had' | 'carried'> {
  const had = new Map<number, number>()
  const carried = new Set<number>()
  for (const [which, { isOwn, isAddressed }] of world.past.entries()) {
    const delivery = deliveries[which]
    if (!delivery || !isAddressed) continue
    for (const { index } of heldBefore(world, which)) {
      const story = storyOf(world, index)
      const holds = delivery.holds[index] ?? false
      if (holds && hasGot(delivery.state)) had.set(story, which)
      const isLeft = delivery.leavesOver[index] ?? false
      if (isOwn && isLeft && firstNumber(story, world) >= OWN_NUMBER - 3) carried.add(story)
    }
  }
  return { had, carried }
}

/** The number of the digest's first issue that held a story. */
function firstNumber(story: number, world: RandomWorld): number {
  const holding = [...world.past.entries()].filter(
    ([which, { isOwn, isAddressed }]) =>
      isOwn && isAddressed && heldBefore(world, which).some(({ index }) => storyOf(world, index) === story),
  )
  return Math.min(...holding.map(([which]) => numberOf(which)))
}
