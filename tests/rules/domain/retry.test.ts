import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { nextAttemptAt } from '../../../src/domain/retry.ts'

const dueAt = Date.parse('2026-11-12T07:00Z')

/** When a delivery is tried whose every attempt is deferred at once. */
function attemptsOf(jitters: number[], usefulUntil?: Instant): Instant[] {
  const tries = [dueAt]
  for (const jitter of jitters) {
    const limit = usefulUntil === undefined ? {} : { usefulUntil }
    const next = nextAttemptAt({ attempts: tries.length, failedAt: tries.at(-1) ?? dueAt, dueAt, jitter, ...limit })
    if (next === 'expired') return tries
    tries.push(next)
  }
  return tries
}

const jitters = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 })
const waitsOf = (tries: Instant[]): number[] => tries.slice(1).map((next, index) => next - (tries[index] ?? 0))

describe('a deferred delivery', () => {
  test('without jitter comes back after 10, 20, 30 minutes, then 1, 2, 4, 4 … hours, for a day', () => {
    const waits = waitsOf(attemptsOf(Array<number>(60).fill(0))).map((wait) => wait / MINUTE)
    expect(waits).toEqual([10, 20, 30, 60, 120, 240, 240, 240, 240, 240])
  })

  test('is tried at least twice more in the first hour, for servers that greylist', () => {
    fc.assert(fc.property(jitters, (chances) => attemptsOf(chances).filter((at) => at > dueAt && at <= dueAt + HOUR).length >= 2))
  })

  test('after that waits at least half an hour and at most six each time', () => {
    fc.assert(
      fc.property(jitters, (chances) => {
        const later = waitsOf(attemptsOf(chances)).slice(2)
        for (const wait of later) expect(wait).toBeGreaterThanOrEqual(30 * MINUTE)
        for (const wait of later) expect(wait).toBeLessThanOrEqual(6 * HOUR)
      }),
    )
  })

  test('is given up at the limit, a day after it was due unless the digest says otherwise', () => {
    fc.assert(
      fc.property(jitters, fc.integer({ min: 0, max: 5 * DAY }), (chances, useful) => {
        expect(attemptsOf(chances).at(-1)).toBeLessThanOrEqual(dueAt + DAY)
        expect(attemptsOf(chances).length).toBeLessThan(12)
        expect(attemptsOf(chances, dueAt + useful).at(-1)).toBeLessThanOrEqual(dueAt + useful)
      }),
    )
  })

  test('does not come back together with those deferred beside it', () => {
    const failed = { attempts: 1, failedAt: dueAt, dueAt }
    expect(nextAttemptAt({ ...failed, jitter: 0 })).toBe(dueAt + 10 * MINUTE)
    expect(nextAttemptAt({ ...failed, jitter: 0.5 })).toBe(dueAt + 12.5 * MINUTE)
    expect(nextAttemptAt({ ...failed, jitter: 1 })).toBe(dueAt + 15 * MINUTE)
  })

  test('that was tried ten thousand times still has a time to come back', () => {
    expect(nextAttemptAt({ attempts: 10_000, failedAt: dueAt, dueAt, jitter: 0 })).toBe(dueAt + 4 * HOUR)
  })
})
