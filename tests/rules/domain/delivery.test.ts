import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayMove, ROADS, stateAfter, type DeliveryState, type Outcome } from '../../../src/domain/delivery.ts'

const states = Object.keys(ROADS) as DeliveryState[]
const outcomes: Outcome[] = ['accepted', 'deferred', 'refused', 'doubtful']

describe('the roads of a delivery', () => {
  test('every verdict is a road out of posting', () => {
    fc.assert(
      fc.property(fc.constantFrom(...outcomes), fc.boolean(), (outcome, isExpired) => mayMove('posting', stateAfter(outcome, isExpired))),
    )
  })

  test('before the final dot a delivery can be deferred, refused or withheld, but not accepted or doubtful', () => {
    expect(states.filter((state) => mayMove('leased', state)).sort()).toEqual(['posting', 'queued', 'refused', 'withheld'])
  })

  test('a deferred delivery waits again, and is withheld when its time is over', () => {
    expect([stateAfter('deferred', false), stateAfter('deferred', true)]).toEqual(['queued', 'withheld'])
  })

  test('what was accepted, refused or withheld never moves again', () => {
    expect(states.filter((state) => ROADS[state].length === 0).sort()).toEqual(['accepted', 'refused', 'withheld'])
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
    for (const state of ['queued', 'leased', 'posting', 'doubtful'] as const) expect(reachable(state)).toContain('accepted')
  })

  test('no state leads to itself', () => {
    expect(states.filter((state) => mayMove(state, state))).toEqual([])
  })
})
