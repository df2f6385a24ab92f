import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, QUARTER } from '../../../src/domain/instant.ts'
import { placeMail, quarterOf } from '../../../src/domain/mails-a-day.ts'
import { afterQuiet } from '../../../src/domain/quiet-hours.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'
import { isNoteDue } from '../../../src/domain/silent-dates.ts'
import { setMostMails } from '../../../src/store/installation.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'
import { addressWorld, type Waiting, type WaitingReader, type WaitingWorld } from './waiting-world.ts'
import { timeFor, worldsDrawn } from './worlds-drawn.ts'

const WORLDS = worldsDrawn(12)
const ZONES = ['UTC', 'Asia/Tokyo', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Europe/London']

// Few hours, so that mails meet.
const minute = fc.nat({ max: 3 }).map((quarter) => quarter * 360)
const hour = fc.record({ zone: fc.constantFrom(...ZONES), minute, weekdays: fc.constantFrom(127, 127, 31, 96) })
const quiet = fc.option(fc.record({ from: minute, until: minute }))
const other = fc.record({
  state: fc.constantFrom(
    'queued' as const,
    'queued' as const,
    'accepted' as const,
    'withheld' as const,
    'refused' as const,
    'doubtful' as const,
  ),
  attempts: fc.constantFrom(0, 0, 1),
  dueAt: fc.integer({ min: -8, max: 36 }).map((quarters) => NOON + quarters * 6 * HOUR),
})
const reader: fc.Arbitrary<WaitingReader> = fc.record({
  ...{ hour, quiet, follows: fc.boolean(), wantsNote: fc.boolean(), joins: fc.option(fc.boolean()) },
  mailsADay: fc.option(fc.integer({ min: 1, max: 2 })),
  subscribedAt: fc.constantFrom(NOON - 30 * DAY, NOON - DAY),
  others: fc.array(fc.option(other, { freq: 3 }), { minLength: 4, maxLength: 4 }),
})
const issue = fc.record({
  isOwn: fc.boolean(),
  joins: fc.boolean(),
  dueAt: fc.integer({ min: 1, max: 5 }).map((days) => NOON - days * DAY),
})
const worldOf = (release: 'fixed' | 'instant'): fc.Arbitrary<WaitingWorld & { most: number | null }> =>
  fc.record({
    ...{ release: fc.constant(release), joins: fc.boolean(), quiet: release === 'instant' ? quiet : fc.constant(null) },
    silentAfter: release === 'fixed' ? fc.option(fc.integer({ min: 1, max: 4 })) : fc.constant(null),
    issues: fc.array(issue, { minLength: 4, maxLength: 4 }),
    readers: fc.array(reader, { minLength: 1, maxLength: 8 }),
    most: fc.option(fc.integer({ min: 1, max: 3 })),
  })

describe.each(eachDatabase)('mails that wait, on $name', ({ url }) => {
  test.each(['fixed', 'instant'] as const)(
    'come when the plain rules say, reader by reader: mails a day, quiet hours, notes (%s)',
    async (release) => {
      await using store = await openWorld(await url())
      await fc.assert(
        fc.asyncProperty(worldOf(release), async (world) => {
          await setMostMails(store.db, world.most)
          expect(await addressWorld(store, world)).toEqual(world.readers.map((one) => expected(one, world)))
        }),
        WORLDS,
      )
    },
    timeFor(12),
  )
})

function expected(reader: WaitingReader, world: WaitingWorld & { most: number | null }): Waiting | undefined {
  const isNote = !reader.follows && isNoteDueFor(reader, world)
  if (!reader.follows && !isNote) return undefined
  const base = world.release === 'instant' ? afterQuiet(reader.quiet ?? world.quiet, reader.hour, NOON) : nextHour(reader.hour, NOON)
  const others = reader.others.flatMap((one, which) => {
    if (!one || one.state === 'withheld' || one.state === 'refused') return []
    const { isOwn = false, joins = false } = world.issues[which] ?? {}
    const mayJoin = isOwn || (reader.joins ?? (world.joins && joins))
    return [{ dueAt: one.dueAt, takesAlong: mayJoin && one.state === 'queued' && one.attempts === 0 }]
  })
  const isJoined = (at: number): boolean => others.some((one) => one.takesAlong && quarterOf(one.dueAt) === quarterOf(at))
  const most = reader.mailsADay ?? world.most
  const dueAt = isJoined(base) || most === null ? base : placeMail({ dueAt: base, hour: reader.hour, most, others })
  return { state: isJoined(dueAt) ? 'joined' : 'queued', stories: isNote ? 0 : 1, dueAt, putOffFrom: dueAt === base ? null : base }
}

function isNoteDueFor(reader: WaitingReader, { silentAfter, issues }: WaitingWorld): boolean {
  if (silentAfter === null) return false
  const own = issues.map((one, which) => ({ ...one, dueAt: one.dueAt + which, which })).filter(({ isOwn }) => isOwn)
  const got = own.filter(({ which }) => reader.others[which] && !['withheld', 'refused'].includes(reader.others[which].state))
  const dates = [...own.map(({ dueAt }) => dueAt), NOON].sort((one, two) => one - two)
  const lastAt = got.length === 0 ? null : Math.max(...got.map(({ dueAt }) => dueAt))
  return isNoteDue({ wantsNote: reader.wantsNote, subscribedAt: reader.subscribedAt, lastAt }, { dates, silentAfter })
}

test('a quarter of an hour is counted from 1970', () => {
  expect(quarterOf(NOON + QUARTER) - quarterOf(NOON)).toBe(1)
})
