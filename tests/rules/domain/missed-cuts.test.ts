import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, type Instant } from '../../../src/domain/instant.ts'
import { decideCuts } from '../../../src/domain/missed-cuts.ts'

const at = (text: string): Instant => Date.parse(text)
const [tuesday, wednesday, thursday] = [at('2026-11-10T07:00Z'), at('2026-11-11T07:00Z'), at('2026-11-12T07:00Z')]
const lateLimit = 6 * HOUR

describe('cuts that were missed', () => {
  test('after downtime the missed ones are merged into the newest', () => {
    expect(decideCuts({ due: [tuesday, wednesday, thursday], now: at('2026-11-12T09:00Z'), lateLimit })).toEqual([
      { at: tuesday, verdict: 'merged' },
      { at: wednesday, verdict: 'merged' },
      { at: thursday, verdict: 'compose' },
    ])
  })

  test('when even the newest is later than the limit, none is made', () => {
    expect(decideCuts({ due: [wednesday, thursday], now: at('2026-11-12T15:00Z'), lateLimit })).toEqual([
      { at: wednesday, verdict: 'too-late' },
      { at: thursday, verdict: 'too-late' },
    ])
  })

  test('exactly at the limit is in time', () => {
    expect(decideCuts({ due: [thursday], now: thursday + lateLimit, lateLimit })).toEqual([{ at: thursday, verdict: 'compose' }])
    expect(decideCuts({ due: [thursday], now: thursday + lateLimit + 1, lateLimit })).toEqual([{ at: thursday, verdict: 'too-late' }])
  })

  test('nothing due is nothing to decide', () => {
    expect(decideCuts({ due: [], now: thursday, lateLimit })).toEqual([])
  })

  test('every cut is decided about, in order, and at most one makes an issue', () => {
    const due = fc.uniqueArray(fc.integer({ min: 0, max: 1_000_000 }))
    fc.assert(
      fc.property(due, fc.nat(2_000_000), fc.nat(1_000_000), (cuts, now, limit) => {
        const decided = decideCuts({ due: cuts, now, lateLimit: limit })
        expect(decided.map((one) => one.at)).toEqual(cuts.toSorted((one, other) => one - other))
        expect(decided.filter((one) => one.verdict === 'compose').length).toBeLessThanOrEqual(1)
        for (const one of decided) if (one.verdict === 'compose') expect(now - one.at).toBeLessThanOrEqual(limit)
      }),
    )
  })
})
