import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { formatMessageDate, messageDateOf } from '../../../src/mail/message-date.ts'

const DUE = Date.UTC(2026, 10, 22, 7, 0)

describe('the Date of a message', () => {
  test.each([
    [Date.UTC(2026, 10, 22, 7, 0, 0), 'Sun, 22 Nov 2026 07:00:00 +0000'],
    [Date.UTC(2026, 0, 1, 0, 0, 5), 'Thu, 01 Jan 2026 00:00:05 +0000'],
    [Date.UTC(2024, 1, 29, 23, 59, 59), 'Thu, 29 Feb 2024 23:59:59 +0000'],
  ])('%d is %s', (instant, written) => expect(formatMessageDate(instant)).toBe(written))

  test('it is the time at which the mail was due, so that a retry posts the same bytes', () => {
    expect([0, 10 * MINUTE, 11 * HOUR].map((later) => messageDateOf(DUE, DUE + later))).toEqual([DUE, DUE, DUE])
  })

  test('it is never as much as a day old', () => {
    for (let hours = 0; hours < 100; hours++) {
      const now = DUE + hours * HOUR
      expect(now - messageDateOf(DUE, now)).toBeLessThan(12 * HOUR)
      expect(messageDateOf(DUE, now)).toBeLessThanOrEqual(now)
    }
  })

  test('a clock that has jumped back changes nothing', () => {
    expect(messageDateOf(DUE, DUE - HOUR)).toBe(DUE)
  })
})
