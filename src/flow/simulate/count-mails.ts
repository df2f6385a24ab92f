import { domainGroupOf } from '../../domain/domain-group.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import { countPositions } from '../../domain/positions.ts'
import type { Db } from '../../store/dialect.ts'
import { listIssuesSince, type SimulatedIssue } from '../../store/listings/simulated-issues.ts'
import { listAccepted, listReaderDomains, type SimulatedDelivery } from '../../store/simulated-deliveries.ts'
import type { Publication } from '../publication.ts'
import { measureLargest, type LargestMail } from './measure-largest.ts'

/** The mails of one digest in one hour to one receiver. `stories` is the sum over those mails, `most` the number in the longest. */
export type MailCount = { day: string; hour: string; digest: string; receiver: string; mails: number; stories: number; most: number }

export type Counted = {
  mails: number
  counts: MailCount[]
  /** How many stories stand in how many mails. */
  storiesPerMail: Record<number, number>
  /** Readers who get something at all, and those who get nothing in all the days. */
  readers: { some: number; none: number }
  /** Per issue why readers had none of it, and in how many mails not every story had room. */
  issues: (SimulatedIssue & { cappedMails: number })[]
  /** The largest mail of each digest on each day, in bytes of its html. */
  largest: LargestMail[]
}

type Looking = { from: Instant; days: number; zone: string }

/** Receivers that are named; all others are counted together. */
const NAMED = 12
export const OTHERS = 'others'

export async function countMails(db: Db, { from, days, zone }: Looking, publication: Publication): Promise<Counted> {
  const span = { from, until: from + days * DAY }
  const issues = await listIssuesSince(db, from)
  const digests = new Map(issues.map(({ id, digest }) => [id, digest]))
  const domains = await listReaderDomains(db)
  const receivers = namedReceivers(domains)
  const hours = remember((hour: number) => localHour(hour, zone))
  const counts = new Map<string, MailCount>()
  const storiesPerMail: Record<number, number> = {}
  const served = new Set<number>()
  const longest = new Map<string, SimulatedDelivery & { stories: number }>()
  const capped = new Map<number, number>()
  let mails = 0
  for await (const some of listAccepted(db, span)) {
    for (const delivery of some) {
      const many = countPositions(delivery)
      // What left in another delivery's mail is a section of that one.
      const isMail = delivery.joinedTo === null ? 1 : 0
      if (countPositions(delivery.more) > 0) capped.set(delivery.issueId, (capped.get(delivery.issueId) ?? 0) + 1)
      const digest = digests.get(delivery.issueId) ?? '-'
      const { day, hour } = hours(Math.floor(delivery.at / HOUR_LENGTH))
      addTo(
        counts,
        { day, hour, digest, receiver: receivers.get(domains.get(delivery.subscriberId) ?? '') ?? OTHERS },
        { mails: isMail, stories: many },
      )
      storiesPerMail[many] = (storiesPerMail[many] ?? 0) + 1
      served.add(delivery.subscriberId)
      const key = `${day} ${digest}`
      if (many > (longest.get(key)?.stories ?? 0)) longest.set(key, { ...delivery, stories: many })
      mails += isMail
    }
  }
  const largest = await measureLargest(db, [...longest.entries()], publication)
  const readers = { some: served.size, none: domains.size - served.size }
  return {
    mails,
    counts: [...counts.values()].sort(byTime),
    storiesPerMail,
    readers,
    issues: issues.map((issue) => ({ ...issue, cappedMails: capped.get(issue.id) ?? 0 })),
    largest,
  }
}

const HOUR_LENGTH = 3_600_000

function localHour(hour: number, zone: string): { day: string; hour: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_LENGTH).toZonedDateTimeISO(zone)
  return { day: local.toPlainDate().toString(), hour: `${String(local.hour).padStart(2, '0')}:00` }
}

/** The receiver by domain, for those receivers that have the most readers. */
function namedReceivers(domains: Map<number, string>): Map<string, string> {
  const readers = new Map<string, number>()
  for (const domain of domains.values()) readers.set(domain, (readers.get(domain) ?? 0) + 1)
  const groups = [...readers.keys()].map((domain) => ({ domain, group: domainGroupOf(`@${domain}`) }))
  const sizes = new Map<string, number>()
  for (const { domain, group } of groups) sizes.set(group, (sizes.get(group) ?? 0) + (readers.get(domain) ?? 0))
  const named = new Set(
    [...sizes]
      .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
      .slice(0, NAMED)
      .map(([group]) => group),
  )
  return new Map(groups.filter(({ group }) => named.has(group)).map(({ domain, group }) => [domain, group]))
}

type Place = Pick<MailCount, 'day' | 'hour' | 'digest' | 'receiver'>

function addTo(counts: Map<string, MailCount>, at: Place, { mails, stories }: { mails: number; stories: number }): void {
  const key = `${at.day} ${at.hour} ${at.digest} ${at.receiver}`
  const count = counts.get(key)
  if (!count) return void counts.set(key, { ...at, mails, stories, most: stories })
  count.mails += mails
  count.stories += stories
  count.most = Math.max(count.most, stories)
}

const byTime = (one: MailCount, other: MailCount): number => {
  const [a, b] = [one, other].map(({ day, hour, digest, receiver }) => `${day} ${hour} ${digest} ${receiver}`)
  return (a ?? '') < (b ?? '') ? -1 : 1
}

function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}
