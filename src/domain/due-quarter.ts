import { MINUTE, QUARTER, type Instant } from './instant.ts'
import { nextHour, type ReaderHour } from './reader-hour.ts'
import { checkZone } from './time-zone.ts'

/** A stretch of time, half open. */
export type Stretch = { from: Instant; until: Instant }

/**
 * The quarters of an hour that a rolling digest has to serve now: from where it has looked, but no further back than its limit, to the end
 * of the quarter that is under way. Undefined when that has been served.
 */
export function dueQuarters({
  lookedUntil,
  lateLimit,
  now,
}: {
  lookedUntil: Instant
  lateLimit: number
  now: Instant
}): Stretch | undefined {
  const start = Math.floor(now / QUARTER) * QUARTER
  const from = Math.max(lookedUntil, Math.floor((now - lateLimit) / QUARTER) * QUARTER)
  return from < start + QUARTER ? { from, until: start + QUARTER } : undefined
}

/** When the hour comes within the stretch; undefined when it does not. An unknown zone counts as the digest's. */
export function comingWithin(hour: ReaderHour, { from, until }: Stretch, zone: string): Instant | undefined {
  if ((hour.weekdays & 127) === 0 || hour.minute < 0 || hour.minute >= 1440) return undefined
  const known = { ...hour, zone: checkZone(hour.zone) ?? zone }
  if (!mayCome(known, { from, until })) return undefined
  const at = nextHour(known, from)
  return at < until ? at : undefined
}

// Most hours are far off, which is seen without a calendar; but near a jump of the clocks, which is three hours at most.
function mayCome({ zone, minute }: ReaderHour, { from, until }: Stretch): boolean {
  const offset = offsetIn(zone, from)
  const local = (((Math.floor(from / MINUTE) + offset) % 1440) + 1440) % 1440
  const wait = (((minute - local) % 1440) + 1440) % 1440
  const length = Math.ceil((until - from) / MINUTE)
  if (wait < length) return true
  const isSteady = offsetIn(zone, from - JUMP * MINUTE) === offset && offsetIn(zone, until) === offset
  return !isSteady && (wait < length + JUMP || wait > 1440 - JUMP)
}

const JUMP = 181

/** In minutes. */
const offsetIn = (zone: string, at: Instant): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 60_000_000_000
