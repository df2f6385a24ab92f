import { describe, expect, test } from 'vitest'
import { RENAMED_ZONES } from '../../../src/domain/renamed-zones.ts'
import { checkZone } from '../../../src/domain/time-zone.ts'

const offsetIn = (zone: string, at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset

const knows = (zone: string): boolean => {
  try {
    return offsetIn(zone, 0) !== ''
  } catch {
    return false
  }
}

describe('a time zone', () => {
  test.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['asia/tokyo', 'Asia/Tokyo'],
    [' Europe/London ', 'Europe/London'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['utc', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('%s is known', (zone, name) => {
    expect(checkZone(zone)).toBe(name)
  })

  test.each([
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['us/pacific', 'America/Los_Angeles'],
    ['US/Pacific-New', 'America/Los_Angeles'],
    ['America/Godthab', 'America/Nuuk'],
    ['Pacific/Enderbury', 'Pacific/Kanton'],
  ])('that was renamed, %s, goes by its name of today', (zone, name) => {
    expect(checkZone(zone)).toBe(name)
  })

  test('that was renamed shows the same time under both names, wherever this Node knows both', () => {
    for (const [old, now] of Object.entries(RENAMED_ZONES)) {
      expect([old, checkZone(now)]).toEqual([old, now])
      if (!knows(old)) continue
      for (const at of [Date.parse('2026-01-15T12:00:00Z'), Date.parse('2026-07-15T12:00:00Z')])
        expect([old, offsetIn(old, at)]).toEqual([old, offsetIn(now, at)])
    }
  })

  test.each([
    '',
    'Nowhere/Land',
    '+09:00',
    '-03',
    'UTC+3',
    'Z',
    '2026-01-01T00:00[Asia/Tokyo]',
    'Asia/Tokyo\n;',
    '../etc/passwd',
    'a'.repeat(100_000),
  ])('"%s" is not', (zone) => {
    expect(checkZone(zone)).toBeUndefined()
  })

  test('every zone that this Node knows is taken', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => checkZone(zone) === undefined)).toEqual([])
  })
})
