import { DAY, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import { hasWeekday } from '../../../src/domain/weekdays.ts'

/**
 * How many minutes after the reader's hour an instant is, by the clock on the wall of that place; Infinity when the hour last came on a day
 * that the reader has left out, or is longer ago than `most`. It is read off minute by minute backwards, not as the program does, which counts forwards from the hour.
 */
export function minutesAfterHour({ zone, minute, weekdays }: ReaderHour, at: Instant, most = (2 * DAY) / MINUTE): number {
  for (let back = 0; back < most + LONGEST_JUMP; back++) {
    const then = at - back * MINUTE
    const wall = wallOf(zone, then)
    const isHour = wall.minute === minute && !isSecondTime(zone, then)
    // Where the clock jumps over the hour, it comes as much later as the clock jumped: so long after the jump.
    const late = isHour ? back : back - missedBy(zone, then, minute)
    if (late >= 0) return hasWeekday(weekdays, wall.weekday) ? late : Infinity
  }
  return Infinity
}

function wallOf(zone: string, at: Instant): { minute: number; weekday: number } {
  const { hour, minute, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return { minute: hour * 60 + minute, weekday: dayOfWeek }
}

/** How long before the minute the clock jumped over it, when it has just jumped; else Infinity. */
function missedBy(zone: string, at: Instant, minute: number): number {
  const before = wallOf(zone, at - MINUTE).minute
  const jump = clockwise(before, wallOf(zone, at).minute)
  const missed = clockwise(before, minute) - 1
  return jump > 1 && jump <= LONGEST_JUMP && missed >= 0 && missed < jump - 1 ? missed : Infinity
}

/** Clocks that are put back show some minutes twice; an hour comes the first time. */
function isSecondTime(zone: string, at: Instant): boolean {
  const { minute } = wallOf(zone, at)
  return [30, 60, 120].some((ago) => wallOf(zone, at - ago * MINUTE).minute === minute)
}

const LONGEST_JUMP = 180

const clockwise = (from: number, to: number): number => (to - from + 1440) % 1440
