import type { Instant } from '../../domain/instant.ts'
import { readDate } from './read-date.ts'

export type ReadInstant = { ok: true; at: Instant } | { ok: false; reason: 'none' | 'impossible' | 'ambiguous' | 'no-zone' }

/**
 * A point in time as RFC 3339 writes it, `2026-02-13T07:00:00+09:00`, with a blank for the `T` if one likes. A date alone, in any form that
 * `readDate` knows, is its midnight in UTC. A time without a zone is refused: it would mean something else on each machine.
 */
export function readInstant(written: string, language: string): ReadInstant {
  const text = written.trim()
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]\s*\d/.test(text)) {
    const day = readDate(text, language)
    return day.ok ? { ok: true, at: Date.parse(`${day.date}T00:00:00Z`) } : day
  }
  const zoned = text.replace(/^(\S{10})\s+/, '$1T').replace(/\s+(?=(?:[Zz]|[+-]\d\d:?\d\d)$)/, '')
  if (!/[Zz\]]$|[+-]\d\d:?\d\d$/.test(zoned.slice(10))) return { ok: false, reason: 'no-zone' }
  try {
    const at = Temporal.Instant.from(zoned)
    const { year } = at.toZonedDateTimeISO('UTC')
    return year >= 1900 && year < 2200 ? { ok: true, at: at.epochMilliseconds } : { ok: false, reason: 'impossible' }
  } catch {
    return { ok: false, reason: 'impossible' }
  }
}
