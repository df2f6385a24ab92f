import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  mayBeMoved,
  mayMove,
  ROADS,
  ROADS_BY_HAND,
  stateAfter,
  TOO_LATE,
  type DeliveryState,
  type Outcome,
} from '../../../src/domain/delivery.ts'
import { objectionTo } from '../../../src/flow/last-word.ts'
import { settlementOf } from '../../../src/flow/settle.ts'

const states = Object.keys(ROADS) as DeliveryState[]
const outcomes: Outcome[] = ['accepted', 'deferred', 'refused', 'doubtful']

describe('the roads of a delivery', () => {
  test('every verdict is a road out of posting', () => {
    fc.assert(
      fc.property(fc.constantFrom(...outcomes), fc.boolean(), (outcome, isExpired) => mayMove('posting', stateAfter(outcome, isExpired))),
    )
  })

  test('before the final dot a delivery can be deferred, alone or joined to another, refused or withheld, but not accepted or doubtful', () => {
    expect(states.filter((state) => mayMove('leased', state)).sort()).toEqual(['joined', 'posting', 'queued', 'refused', 'withheld'])
  })

  test('a deferred delivery waits again, and is withheld when its time is over', () => {
    expect([stateAfter('deferred', false), stateAfter('deferred', true)]).toEqual(['queued', 'withheld'])
  })

  test('what was accepted, refused, withheld or is doubtful never moves again by itself', () => {
    expect(states.filter((state) => ROADS[state].length === 0).sort()).toEqual(['accepted', 'doubtful', 'refused', 'withheld'])
  })

  test('nothing is sent without the barrier: posting is reached only from leased, accepted only from posting', () => {
    expect(states.filter((state) => mayMove(state, 'posting'))).toEqual(['leased'])
    expect(states.filter((state) => mayMove(state, 'accepted'))).toEqual(['posting'])
  })

  test('from every state that is not an end, an end can be reached', () => {
    const reachable = (from: DeliveryState, seen = new Set<DeliveryState>()): Set<DeliveryState> => {
      if (seen.has(from)) return seen
      seen.add(from)
      for (const next of ROADS[from]) reachable(next, seen)
      return seen
    }
    for (const state of ['queued', 'joined', 'leased', 'posting'] as const) expect(reachable(state)).toContain('accepted')
  })

  test('no state leads to itself', () => {
    expect(states.filter((state) => mayMove(state, state) || mayBeMoved(state, state))).toEqual([])
  })
})

describe('the roads by hand', () => {
  const waiting = ['joined', 'queued'] as const
  const ended = ['doubtful', 'refused', 'withheld'] as const

  test('a person moves only what waits or has come to an end: nothing that a sender holds, and nothing that was accepted', () => {
    expect(states.filter((state) => ROADS_BY_HAND[state].length > 0).sort()).toEqual([...ended, ...waiting].sort())
    for (const state of ended) expect(ROADS[state]).toEqual([])
  })

  test('what waits can only be stopped, or freed from the mail that it was joined to', () => {
    expect(ROADS_BY_HAND.queued).toEqual(['withheld'])
    expect(ROADS_BY_HAND.joined).toEqual(['withheld', 'queued'])
  })

  test('only the doubtful is called accepted by hand, because only there the server may have taken it', () => {
    expect(states.filter((state) => mayBeMoved(state, 'accepted'))).toEqual(['doubtful'])
  })

  test('what is sent again goes through the queue, by itself or joined to another, and so past suppression and the barrier like everything else', () => {
    for (const from of ended)
      for (const to of states) if (mayBeMoved(from, to) && to !== 'accepted') expect(['queued', 'joined']).toContain(to)
  })

  test('whatever is withheld for lateness says so in words that are recognised', () => {
    const word = {
      id: 1,
      address: 'a@b.example',
      canonical: 'a@b.example',
      subscription: 'active' as const,
      suppressed: null,
      pausedUntil: null,
    }
    expect(objectionTo(word, { usefulUntil: 1, now: 2 })).toMatch(new RegExp(`^${TOO_LATE}`))
    const delivery = {
      id: 1,
      issueId: 1,
      subscriberId: 1,
      attempts: 1,
      tried: 0,
      dueAt: 0,
      topics: '1',
      language: 'en',
      format: 'html' as const,
      printing: 1,
    }
    const result = { outcome: 'deferred' as const, replyCode: 451, enhancedCode: null, reply: '451 Later' }
    const settled = settlementOf({
      delivery: { ...delivery, more: { low: 0, high: 0 }, stories: { low: 1, high: 0 } },
      result,
      usefulUntil: 1,
      at: 2,
      jitter: 0,
    })
    expect(settled).toMatchObject({ to: 'withheld', reason: expect.stringMatching(new RegExp(`^${TOO_LATE}`)) as string })
  })
})
