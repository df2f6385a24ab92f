import { describe, expect, test } from 'vitest'
import { checkZone } from '../../../src/domain/time-zone.ts'

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

  test.each(['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'Europe/Kyiv', 'US/Pacific', 'Asia/Saigon'])(
    '%s, an old name or the new one, is taken as the reader gave it',
    (zone) => {
      expect(checkZone(zone)).toBe(zone)
    },
  )

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
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => checkZone(zone) !== zone)).toEqual([])
  })
})
