import type { Words } from '../../../render/word-folder.ts'
import type { HourOfMail } from '../../../store/listings/front.ts'

type Day = { accepted: number; refused: number; bounced: number; complained: number }

/** The last days up to today in the zone of who looks, for a chart and for a table that says the same. */
export function daysOfMail(hours: HourOfMail[], { today, days }: { today: Temporal.ZonedDateTime; days: number }, words: Words) {
  const found = new Map<string, Day>()
  for (const { hour, ...counts } of hours) {
    const date = Temporal.Instant.fromEpochMilliseconds(hour).toZonedDateTimeISO(today.timeZoneId).toPlainDate().toString()
    found.set(date, add(found.get(date) ?? NOTHING, counts))
  }
  const shortly = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const shortOf = (date: Temporal.PlainDate): string => shortly.format(date.toZonedDateTime('UTC').epochMilliseconds)
  const dates = Array.from({ length: days }, (_, back) => today.subtract({ days: days - 1 - back }).toPlainDate())
  const all = dates.map((date) => ({ date, ...(found.get(date.toString()) ?? NOTHING) }))
  const sums = all.reduce<Day>(add, NOTHING)
  return {
    days: all.map(({ date, ...counts }) => ({ date: words.date(date.toString(), 'long'), short: shortOf(date), ...counts })),
    isQuiet: sums.accepted + sums.refused + sums.bounced + sums.complained === 0,
    sums: Object.fromEntries(Object.entries(sums).map(([kind, count]) => [kind, words.say('number', { n: count })])),
  }
}

const NOTHING: Day = { accepted: 0, refused: 0, bounced: 0, complained: 0 }

const add = (one: Day, other: Day): Day => ({
  accepted: one.accepted + other.accepted,
  refused: one.refused + other.refused,
  bounced: one.bounced + other.bounced,
  complained: one.complained + other.complained,
})
