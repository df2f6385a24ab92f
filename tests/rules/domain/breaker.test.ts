import { expect, test } from 'vitest'
import { attitudeTo, isRefusingEverybody } from '../../../src/domain/breaker.ts'
import { DAY } from '../../../src/domain/instant.ts'

test.each([
  [10, 10, true],
  [9, 9, false],
  [30, 100, true],
  [29, 100, false],
  [80, 1000, false],
  [300, 1000, true],
])('%i dead of %i mails: broken is %s', (dead, gone, isBroken) => {
  expect(isRefusingEverybody({ dead, gone })).toBe(isBroken)
})

test.each([
  ['never broken', undefined, 'look'],
  ['just found broken', { openedAt: 0, decidedAt: null, decision: null }, 'hold'],
  ['applied', { openedAt: 0, decidedAt: 10, decision: 'apply' as const }, 'believe'],
  ['dropped', { openedAt: 0, decidedAt: 10, decision: 'drop' as const }, 'look'],
])('a receiver that was %s', (_, breaker, attitude) => {
  expect(attitudeTo(breaker, DAY - 1)).toBe(attitude)
  expect(attitudeTo(breaker, 2 * DAY)).toBe('look')
})
