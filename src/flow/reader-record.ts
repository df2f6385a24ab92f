import type { Language } from '../domain/briefing.ts'
import type { Choice, ChosenBy, Pause } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import { hourText } from '../domain/reader-hour.ts'
import { hasWeekday } from '../domain/weekdays.ts'
import { listChoices } from '../store/choices.ts'
import type { Db } from '../store/dialect.ts'
import { listDigests } from '../store/digests.ts'
import { listAddressesOf } from '../store/erasure.ts'
import { listConsents, type ListedConsent } from '../store/listings/consents.ts'
import { listReaderMails, type ReaderMail } from '../store/listings/reader-mails.ts'
import { listReaderTraces, type ReaderTraces } from '../store/listings/reader-traces.ts'
import { getSubscriber } from '../store/subscribers.ts'
import { listTopics } from '../store/topics.ts'

/** A change of choices in words that a person can read: topics and digests by slug, `null` for what holds for all digests. */
export type RecordedChoice = { at: Instant; by: ChosenBy } & InWords

type InWords = { digest: string; what: RecordedWish } | { digest: null; what: { muted: { topic: string; until: Instant | null }[] } }

export type RecordedWish = {
  state: 'active' | 'ended'
  topics: string[]
  time: string
  zone: string
  days: string[]
  languages: Language[]
  format: Format
  pause: Pause | null
}

/** Everything that we hold about one person (GDPR art. 15 and 20). */
export type ReaderRecord = {
  profile: { address: string; name: string; since: Instant; confirmedAt: Instant }
  consents: ListedConsent[]
  /** The oldest first; the last of each digest is what holds. */
  choices: RecordedChoice[]
  /** The newest first. */
  mails: ReaderMail[]
  traces: ReaderTraces
}

/** Puts together all that is known of a subscriber; of mails, at most so many. */
export async function readerRecord(db: Db, subscriberId: number, mostMails: number): Promise<ReaderRecord> {
  const { address, canonical, name, created_at, confirmed_at } = await getSubscriber(db, subscriberId)
  const addresses = await listAddressesOf(db, subscriberId)
  const [topics, digests] = [await listTopics(db), await listDigests(db)]
  const slugs = {
    topic: new Map(topics.map(({ id, slug }) => [id, slug])),
    digest: new Map(digests.map(({ id, slug }) => [id, slug])),
  }
  return {
    profile: { address, name, since: created_at, confirmedAt: confirmed_at },
    consents: await listConsents(db, canonical),
    choices: (await listChoices(db, subscriberId)).map(({ at, by, ...choice }) => ({ at, by, ...choiceInWords(choice, slugs) })),
    mails: await listReaderMails(db, { subscriberId, limit: mostMails }),
    traces: await listReaderTraces(db, { subscriberId, canonicals: addresses.map((one) => one.canonical) }),
  }
}

type Slugs = { topic: Map<number, string>; digest: Map<number, string> }

function choiceInWords(choice: Choice, slugs: Slugs): InWords {
  const topicOf = (id: number): string => slugs.topic.get(id) ?? String(id)
  if (choice.digestId === null) {
    const muted = choice.what.mutes.map(({ topicId, until }) => ({ topic: topicOf(topicId), until }))
    return { digest: null, what: { muted } }
  }
  const { state, topicIds, hour, languages, format, pause } = choice.what
  const days = DAYS.filter((_, index) => hasWeekday(hour.weekdays, index + 1))
  const when = { time: hourText(hour.minute), zone: hour.zone, days }
  return {
    digest: slugs.digest.get(choice.digestId) ?? String(choice.digestId),
    what: { state, topics: topicIds.map(topicOf), ...when, languages, format, pause },
  }
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
