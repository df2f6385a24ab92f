import { InvalidArgumentError } from 'commander'
import type { Language } from '../domain/briefing.ts'
import { canonicalLanguage } from '../domain/language.ts'
import type { Format } from '../domain/part.ts'
import { parseHour } from '../domain/reader-hour.ts'
import { checkZone } from '../domain/time-zone.ts'
import type { Names } from '../domain/topic.ts'
import { parseWeekdays } from '../domain/weekdays.ts'

/** Readers of option values. Each says what it wants when the value is not that. */

export function parseInstant(text: string): number {
  try {
    // Years beyond 9999 are written with a sign; days counted from there would leave what a calendar can hold.
    if (/^[+-]/.test(text)) throw new RangeError('Year out of range')
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    throw new InvalidArgumentError('Write an instant with its offset, such as 2026-11-22T07:00:00Z.')
  }
}

export const hourOption = (text: string): number => wanted(parseHour(text), 'Write a time of day such as 07:00.')

export const zoneOption = (text: string): string => wanted(checkZone(text), 'Write an IANA time zone such as Asia/Tokyo.')

export const daysOption = (text: string): number =>
  wanted(parseWeekdays(text), 'Write weekdays such as mon,tue,fri, or weekdays, weekend, daily.')

export const listOption = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** The beginning of a day, in UTC. */
export function dateOption(text: string): number {
  try {
    return Temporal.PlainDate.from(text).toZonedDateTime('UTC').epochMilliseconds
  } catch {
    throw new InvalidArgumentError('Write a day such as 2026-03-10.')
  }
}

export function sourceOption(text: string): string {
  const source = text.trim()
  if (source !== '' && source.length <= 100) return source
  throw new InvalidArgumentError('Write a name of 1 to 100 characters, such as wire.')
}

/** Collects `--topic a,b --topic c`. */
export const listedAgainOption = (text: string, before: string[] = []): string[] => [...before, ...listOption(text)]

export function languagesOption(text: string): Language[] {
  return listOption(text).map((tag) =>
    wanted(canonicalLanguage(tag), `"${tag}" is no language tag; write such as zh or en,fr, the favourite first.`),
  )
}

export function formatOption(text: string): Format {
  if (text === 'html' || text === 'text') return text
  throw new InvalidArgumentError('Write html or text.')
}

/** Collects `--name en=Science --name zh=科学`. */
export function nameOption(text: string, names: Names = {}): Names {
  const [, language = '', name = ''] = /^([A-Za-z0-9-]+)=(.+)$/s.exec(text) ?? []
  if (name === '') throw new InvalidArgumentError('Write language=name, such as en="World news".')
  return { ...names, [language]: name }
}

export function wholeNumberOption(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
  }
}

function wanted<Value>(value: Value | undefined, message: string): Value {
  if (value === undefined) throw new InvalidArgumentError(message)
  return value
}
