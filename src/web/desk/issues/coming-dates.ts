import type { Digest } from '../../../domain/digest.ts'
import { cutsBetween } from '../../../domain/digest-schedule.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Names } from '../../../domain/topic.ts'
import type { CalendarIssue } from '../../../store/listings/issue-calendar.ts'

/** What stands in the calendar: an issue, a date on which one will be cut, or one that was taken out. */
export type CalendarEntry =
  | (CalendarIssue & { kind: 'issue'; at: Instant })
  | { kind: 'coming' | 'skipped'; at: Instant; digest: string; names: Names; date: string; readers: number | undefined; by: string }

type Known = { digests: Digest[]; skipped: { digest: string; date: string; by: string }[]; readers: Map<string, number> | undefined }

type Span = { now: Instant; from: Instant; until: Instant }

/** The dates of every digest that is cut by a schedule, from now on; and those that people have taken out. */
export function comingDates({ digests, skipped, readers }: Known, { now, from, until }: Span): CalendarEntry[] {
  const begin = Math.max(now, from - 1)
  return digests
    .filter(({ release }) => release === 'fixed')
    .flatMap(({ slug, names, schedule }): CalendarEntry[] => {
      const common = { digest: slug, names, readers: readers && (readers.get(slug) ?? 0) }
      const dateOf = (at: Instant): string =>
        Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.zone).toPlainDate().toString()
      const coming = until > begin ? cutsBetween(schedule, begin, until - 1) : []
      const out = skipped.filter(({ digest }) => digest === slug).map(({ date, by }) => ({ date, by, at: momentOf(date, schedule) }))
      return [
        ...coming.map((at) => ({ ...common, kind: 'coming' as const, at, date: dateOf(at), by: '' })),
        ...out.filter(({ at }) => at >= from && at < until).map((one) => ({ ...common, kind: 'skipped' as const, ...one })),
      ]
    })
}

function momentOf(date: string, { zone, minute }: Digest['schedule']): Instant {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
}
