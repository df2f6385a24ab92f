import { expect, it } from 'vitest'
import { comingWithin } from '../../../src/domain/due-quarter.ts'
import { DAY, QUARTER } from '../../../src/domain/instant.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'

// Spring and autumn in London; half an hour on Lord Howe; an hour at midnight in Cairo; three hours at once at Casey in Antarctica.
it.each([
  ['Europe/London', '2026-03-29T01:00Z'],
  ['Europe/London', '2026-10-25T01:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['Antarctica/Casey', '2018-03-10T17:00Z'],
])('in every quarter of an hour around the clock change of %s at %s exactly those hours are due that come in it', (zone, change) => {
  const at = Date.parse(change)
  const hours = Array.from({ length: 24 }, (_, index) => ({ zone, minute: index * 60 + (index % 4) * 15, weekdays: 127 }))
  let due = 0
  for (let from = at - DAY / 2; from < at + DAY / 2; from += QUARTER) {
    const stretch = { from, until: from + QUARTER }
    for (const hour of hours) {
      const next = nextHour(hour, from)
      const expected = next < stretch.until ? next : undefined
      due += expected === undefined ? 0 : 1
      expect([hour.minute, new Date(from), comingWithin(hour, stretch, 'UTC')]).toEqual([hour.minute, new Date(from), expected])
    }
  }
  expect(due).toBeGreaterThan(0)
})
