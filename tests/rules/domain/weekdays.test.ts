import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVERY_DAY, hasWeekday, parseWeekdays, weekdaysText } from '../../../src/domain/weekdays.ts'

describe('weekdays', () => {
  test.each([
    ['mon,tue', 3],
    ['Sunday', 64],
    ['MON wed, fri', 21],
    ['weekdays', 31],
    ['weekend', 96],
    ['daily', 127],
    ['weekdays,sat', 63],
    ['mon,mon', 1],
  ])('%s is understood', (text, mask) => {
    expect(parseWeekdays(text)).toBe(mask)
  })

  test.each(['', ' , ', 'mo', 'mon;tue', 'someday', 'constructor', 'mon,constructor', '1'])('"%s" is not', (text) => {
    expect(parseWeekdays(text)).toBeUndefined()
  })

  test('what is written is read as the same', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 127 }), (mask) => parseWeekdays(weekdaysText(mask)) === mask))
  })

  test('groups are written by their names', () => {
    expect([127, 31, 96, 5].map(weekdaysText)).toEqual(['daily', 'weekdays', 'weekend', 'mon,wed'])
  })

  test('Monday is the first day and Sunday the seventh', () => {
    expect([1, 2, 3, 4, 5, 6, 7].filter((day) => hasWeekday(65, day))).toEqual([1, 7])
    expect([1, 2, 3, 4, 5, 6, 7].every((day) => hasWeekday(EVERY_DAY, day))).toBe(true)
  })
})
