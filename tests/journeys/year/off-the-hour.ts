import { DAY, MINUTE, QUARTER, type Instant } from '../../../src/domain/instant.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import type { Outage } from './live-with-kills.ts'
import type { Sent } from './mails-sent.ts'
import { minutesAfterHour } from './minutes-after-hour.ts'
import type { Wish } from './plan.ts'
import { wishesAt, type Wishes } from './wishes.ts'

type Known = { wishes: Wishes[][]; outages: Outage[] }

/** Mails that left neither at their reader's hour, as it was when the issue was addressed, nor because of a downtime. */
export function offTheHour(sent: Sent[], known: Known): string[] {
  const wrong = sent.filter((one) => !isOnTime(one, known) && !isAfterOutage(one, known))
  return wrong.map((one) => {
    const wish = wishesOfMail(one, known)[0]?.hour
    return `${one.digest} of ${timeOf(one.issueDueAt)} to reader ${one.reader} at ${timeOf(one.at)}, wished ${JSON.stringify(wish)}`
  })
}

/** Readers who got two mails of a daily digest on one of their days, although they changed nothing and nothing was down. */
export function twiceADay(sent: Sent[], known: Known): string[] {
  const mails = new Map<string, Set<number>>()
  for (const one of sent) {
    // By the calendar of where the reader was when it came: whoever has moved since it was addressed has other days.
    const wish = wishesAt(known.wishes[one.reader] ?? [], one.at - 1)?.digests[one.digest]
    const isQuiet = !(known.wishes[one.reader] ?? []).some(({ at }) => Math.abs(at - one.at) < 2 * DAY)
    if (!wish || !DAILY.includes(one.digest) || !isQuiet || known.outages.some(({ until }) => Math.abs(until - one.at) < 2 * DAY)) continue
    const date = Temporal.Instant.fromEpochMilliseconds(one.at).toZonedDateTimeISO(wish.hour.zone).toPlainDate().toString()
    const key = `${one.digest} to reader ${one.reader} on ${date}`
    // Two issues in one mail are one.
    mails.set(key, (mails.get(key) ?? new Set()).add(one.mail))
  }
  return [...mails].filter(([, different]) => different.size > 1).map(([key]) => key)
}

const DAILY = ['morning', 'evening', 'rolling']

function isOnTime(one: Sent, known: Known): boolean {
  const wishes = wishesOfMail(one, known)
  if (one.release !== 'instant') return wishes.some(({ hour }) => isAt(hour, one.at))
  // News leave at once; on a day that the reader has left out they wait for the next.
  return one.at - one.issueDueAt <= QUARTER || wishes.some(({ hour }) => isAt({ ...hour, minute: 0 }, one.at))
}

const isAt = (hour: ReaderHour, at: Instant): boolean => minutesAfterHour(hour, at, QUARTER / MINUTE) * MINUTE <= QUARTER

/**
 * What was chosen when the issue was addressed, and what when the mail left: whoever moves meanwhile gets it at the new hour. A process that was
 * killed may have addressed this reader before, and died before the end.
 */
function wishesOfMail({ reader, digest, addressedAt, at: leftAt }: Sent, { wishes, outages }: Known): Wish[] {
  const before = outages.filter(({ until }) => until === addressedAt).map(({ from }) => from)
  return [addressedAt, leftAt - 1, ...before].flatMap((at) => wishesAt(wishes[reader] ?? [], at)?.digests[digest] ?? [])
}

// What a killed sender held is free again when its lease has run out.
const LEASE = 25 * MINUTE

/** The hour had come before the program was back, and the mail left as soon as it was. */
function isAfterOutage(one: Sent, known: Known): boolean {
  return known.outages.some(({ until }) => {
    if (one.at < until || one.at - until > LEASE) return false
    const late = wishesOfMail(one, known).map(({ hour }) => minutesAfterHour({ ...hour, weekdays: EVERY_DAY }, one.at))
    return one.release === 'instant' || late.some((minutes) => one.at - minutes * MINUTE <= until)
  })
}

export const timeOf = (at: Instant): string => new Date(at).toISOString()
