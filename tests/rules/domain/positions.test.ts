import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPositions, listPositions, MOST_POSITIONS, positionsOf } from '../../../src/domain/positions.ts'

const positions = fc.uniqueArray(fc.integer({ min: 0, max: MOST_POSITIONS - 1 }))

describe('a set of story positions', () => {
  test('what goes in comes out, in ascending order', () => {
    fc.assert(fc.property(positions, (list) => void expect(listPositions(positionsOf(list))).toEqual(list.toSorted((a, b) => a - b))))
  })

  test('they can be counted without listing them', () => {
    fc.assert(fc.property(positions, (list) => void expect(countPositions(positionsOf(list))).toBe(list.length)))
  })

  test('positions 0, 2 and 50', () => expect(positionsOf([0, 2, 50])).toEqual({ low: 0b101, high: 0b1 }))

  test('all hundred fit, and both halves are numbers that JavaScript and both databases hold exactly', () => {
    const all = Array.from({ length: MOST_POSITIONS }, (_, position) => position)
    const { low, high } = positionsOf(all)
    expect([low, high].every(Number.isSafeInteger)).toBe(true)
    expect(listPositions({ low, high })).toEqual(all)
  })

  test('a position named twice is in it once', () => expect(positionsOf([7, 7, 7])).toEqual(positionsOf([7])))

  test('the sets of two topics are added up bit by bit when they have nothing in common', () => {
    const [one, other] = [positionsOf([0, 3]), positionsOf([1, 99])]
    expect(listPositions({ low: one.low + other.low, high: one.high + other.high })).toEqual([0, 1, 3, 99])
  })

  test.each([-1, MOST_POSITIONS, 0.5, NaN])('there is no position %d', (position) =>
    expect(() => positionsOf([position])).toThrow('no position'),
  )
})
