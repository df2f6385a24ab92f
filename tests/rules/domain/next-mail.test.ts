import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Release } from '../../../src/domain/digest.ts'
import { cutsBetween } from '../../../src/domain/digest-schedule.ts'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { nextMailOf, nextMailsOf } from '../../../src/domain/next-mail.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'

const at = (text: string): Instant => Date.parse(text)
const iso = (instant: Instant): string => new Date(instant).toISOString().replace(':00.000Z', 'Z')
const digest = (weekdays = 127, release: Release = 'fixed') => ({ release, schedule: { zone: 'Europe/London', minute: 360, weekdays } })
const aiko = { zone: 'Asia/Tokyo', minute: 420, weekdays: 127 }

describe('a reader’s next mail', () => {
  test('of London’s six o’clock issue comes at seven in Tokyo, the same evening in London', () => {
    const mails = nextMailsOf({ hour: aiko, digest: digest() }, at('2026-11-16T12:00Z'), 2)
    expect(mails.map(iso)).toEqual(['2026-11-16T22:00Z', '2026-11-17T22:00Z'])
  })

  test('of a Monday digest comes once a week, at the first own hour after it', () => {
    const mails = nextMailsOf({ hour: aiko, digest: digest(1) }, at('2026-11-17T12:00Z'), 2)
    expect(mails.map(iso)).toEqual(['2026-11-23T22:00Z', '2026-11-30T22:00Z'])
  })

  test('of a rolling digest comes at every own hour', () => {
    expect(nextMailsOf({ hour: aiko, digest: digest(1, 'rolling') }, at('2026-11-17T12:00Z'), 2).map(iso)).toEqual([
      '2026-11-17T22:00Z',
      '2026-11-18T22:00Z',
    ])
  })

  test('of an instant digest comes with the news', () => {
    expect(nextMailOf({ hour: aiko, digest: digest(127, 'instant') }, at('2026-11-17T12:00Z'))).toBeUndefined()
  })

  test('is when some issue falls due: what addressing does with every cut, whatever the hours and zones', () => {
    const zone = fc.constantFrom('Asia/Kathmandu', 'America/St_Johns', 'Europe/London', 'Pacific/Kiritimati', 'Australia/Lord_Howe')
    const hour = fc.record({ zone, minute: fc.integer({ min: 0, max: 1439 }), weekdays: fc.integer({ min: 1, max: 127 }) })
    const after = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2027-12-01T00:00Z') })
    fc.assert(
      fc.property(hour, hour, after, (own, schedule, from) => {
        const mails = nextMailsOf({ hour: own, digest: { release: 'fixed', schedule } }, from, 3)
        const cuts = cutsBetween(schedule, from - 16 * DAY, (mails.at(-1) ?? from) + DAY)
        const due = [...new Set(cuts.map((cut) => nextHour(own, cut)))].filter((time) => time > from)
        expect(due.slice(0, 3)).toEqual(mails)
      }),
    )
  })
})
