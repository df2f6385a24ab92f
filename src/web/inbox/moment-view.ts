import type { Instant } from '../../domain/instant.ts'
import type { Words } from '../../render/words.ts'

/** A point in time as the clock of this machine shows it, for people who sit at it. */
export function momentView(at: Instant, words: Words) {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return { instant: new Date(at).toISOString(), date: words.date(local.toPlainDate().toString(), 'long'), time }
}
