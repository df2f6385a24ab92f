import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { doneAt, growthStep, IN_HAND, isInHand, slowDown, speedUp, startPace, takeTurns, type Pace } from '../../../src/domain/pace.ts'

const NOON: Instant = Date.parse('2026-03-10T12:00:00Z')
const START = 20

type Event = { after: number } & ({ take: number } | { accepted: number } | { isClosing: boolean })

const after = fc.integer({ min: 0, max: 20_000 })
const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    fc.record({ after, take: fc.integer({ min: 1, max: 250 }) }),
    fc.record({ after, accepted: fc.integer({ min: 1, max: 500 }) }),
    fc.record({ after, isClosing: fc.boolean() }),
  ),
  { maxLength: 100 },
)

/** What a pace goes through; `seen` hears of it after each event. */
function live(story: Event[], seen: (pace: Pace, turns: Instant[], now: Instant) => void): void {
  let now = NOON
  let pace = startPace(START, now)
  for (const event of story) {
    now += event.after
    let turns: Instant[] = []
    if ('take' in event) ({ pace, turns } = takeTurns(pace, event.take, now))
    else if ('accepted' in event) pace = speedUp(pace, event.accepted, START)
    else pace = slowDown(pace, { at: now, reason: '421 slow', isClosing: event.isClosing })
    seen(pace, turns, now)
  }
}

describe('the pace towards one receiver', () => {
  test('starts with the rate it was set to: 20 a second', () => {
    const { turns } = takeTurns(startPace(START, NOON), 30, NOON)
    expect(turns.slice(0, 3)).toEqual([NOON, NOON + 50, NOON + 100])
    expect(turns.filter((turn) => isInHand(turn, NOON))).toHaveLength(21)
    expect(turns[21]).toBe(NOON + 1050)
    expect(turns[22]).toBe(NOON + 1075)
  })

  test('whatever happens, stays between one mail in ten seconds and ten times its start', () => {
    fc.assert(
      fc.property(events, (story) => {
        live(story, ({ rate }) => {
          expect(rate).toBeGreaterThanOrEqual(0.1)
          expect(rate).toBeLessThanOrEqual(10 * START)
        })
      }),
    )
  })

  test('no two mails in hand go closer together than the pace allows, however often and by whomever turns are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ after, take: fc.integer({ min: 1, max: 250 }) }), { maxLength: 50 }), (story) => {
        const gone: Instant[] = []
        live(story, (_, turns, now) => gone.push(...turns.filter((turn) => isInHand(turn, now))))
        for (const [index, turn] of gone.slice(1).entries()) expect(turn - (gone[index] ?? 0)).toBeGreaterThanOrEqual(1000 / START)
      }),
    )
  })

  test('every mail gets a turn, none before now, and those that come back later come back behind those in hand', () => {
    fc.assert(
      fc.property(events, (story) => {
        live(story, (_, turns, now) => {
          for (const turn of turns) expect(turn).toBeGreaterThanOrEqual(now)
          expect([...turns].sort((a, b) => a - b)).toEqual(turns)
        })
      }),
    )
  })

  test('is halved by a complaint, once for all mails that were under way, and pauses where the receiver hung up', () => {
    const said = { reason: '451 4.7.0 Slow down', isClosing: false }
    const once = slowDown(startPace(START, NOON), { ...said, at: NOON })
    expect(once).toMatchObject({ rate: 10, freeAt: NOON, slowedAt: NOON, reason: said.reason })
    expect(slowDown(once, { ...said, at: NOON + 9_999 })).toEqual(once)
    const twice = slowDown(once, { ...said, at: NOON + 10_000, isClosing: true })
    expect(twice).toMatchObject({ rate: 5, freeAt: NOON + 40_000 })
    expect(takeTurns(twice, 1, NOON + 10_000).turns.some((turn) => isInHand(turn, NOON + 10_000))).toBe(false)
  })

  test('recovers slowly: halved at 20 a second it is back after some thousand accepted mails, and not after some hundred', () => {
    const halved = slowDown(startPace(START, NOON), { at: NOON, reason: '421', isClosing: true })
    expect(speedUp(halved, 500, START).rate).toBeLessThan(12)
    expect(speedUp(halved, 5000, START).rate).toBe(20)
    expect(growthStep(20)).toBe(500)
    expect(growthStep(0.1)).toBeLessThan(5)
  })

  test('a clock that ran ahead and came back holds nothing up for longer than a minute', () => {
    const { pace } = takeTurns(startPace(START, NOON + 100 * DAY), 10_000, NOON + 100 * DAY)
    const { turns } = takeTurns(pace, 1, NOON)
    expect(turns[0]).toBeLessThanOrEqual(NOON + DAY)
    const inAMinute = NOON + 60_000
    expect(takeTurns(takeTurns(pace, 1, NOON).pace, 1, inAMinute).turns[0]).toBeLessThanOrEqual(inAMinute + IN_HAND)
  })

  test('a thousand waiting mails at ten a second are done in a hundred seconds', () => {
    expect(doneAt({ rate: 10, freeAt: NOON - DAY }, 1000, NOON)).toBe(NOON + 100_000)
    expect(doneAt({ rate: 10, freeAt: NOON + 5000 }, 1000, NOON)).toBe(NOON + 105_000)
  })
})
