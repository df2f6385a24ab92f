import type { Language } from '../domain/briefing.ts'
import { nextCut, type DigestSchedule } from '../domain/digest-schedule.ts'
import type { Digest, Release } from '../domain/digest.ts'
import { QUARTER, type Instant } from '../domain/instant.ts'
import type { Issue } from '../domain/issue.ts'
import { pickVersions } from '../domain/pick-versions.ts'
import { positionsOf } from '../domain/positions.ts'
import { afterQuiet, type QuietHours } from '../domain/quiet-hours.ts'
import { nextHour, type ReaderHour } from '../domain/reader-hour.ts'
import { checkZone } from '../domain/time-zone.ts'
import { EVERY_DAY } from '../domain/weekdays.ts'
import { frameLanguage } from '../render/words.ts'
import type { AddressingTable, Unanswered } from '../store/addressing.ts'
import type { Store } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findMostMails } from '../store/installation.ts'
import { listHoursServed } from '../store/hours-served.ts'
import { MOST_JOINS } from '../store/had-stories.ts'
import type { Matching } from '../store/matched-stories.ts'
import { findSilentSince } from './silent-since.ts'
import { hasRolling } from '../store/rolling-company.ts'
import { listFrames } from '../store/parts.ts'
import { listRuledStories } from '../store/ruled-stories.ts'

/** What addressing depends on besides the readers. */
export type Rules = Omit<Matching, 'stories'> & {
  digest: Digest
  number: number
  /** Of so many other issues at most the deliveries are looked up one by one. */
  mostJoins: number
  stories: Awaited<ReturnType<typeof listRuledStories>>
  releaseAt: Instant
  composedAt: Instant
  /** Where the window of readers begins whose hour does not lag behind the digest. */
  seqFrom: number
  served: Map<number, number>
  /** When the digest's next issue is cut. */
  nextCutAt: Instant | undefined
  /** Who wishes it and has had nothing since then gets a note; undefined: nobody does. */
  silentSince: Instant | undefined
  /** Some digest is cut only when its readers' hour comes, and may leave with this one. */
  waitsForRolling: boolean
  /** Most mails that any reader gets on one day who has not said it otherwise. */
  mostMails: number | null
  /** The languages of its frames, where it is frozen: one that we have had words for only since then would find no parts. */
  frames: Language[] | undefined
  /** Of a rolling digest: readers whose hour comes before that are served by this issue. */
  rollsUntil: Instant | undefined
}

export async function rulesOf({ db, dialect: { idsIn, unionOf, given } }: Store, issue: Issue): Promise<Rules> {
  const digest = await getDigest(db, issue.digestId)
  const stories = await listRuledStories(db, issue.id)
  const releaseAt = issue.releaseAt ?? issue.dueAt
  const corrections = stories.filter(({ correctsId }) => correctsId !== null)
  return {
    ...{ idsIn, unionOf, given, digest, stories, releaseAt },
    ...{ number: issue.number, composedAt: issue.composedAt, seqFrom: issue.seqFrom, isRecap: digest.isRecap },
    mostTopics: Math.max(0, ...stories.map(({ topicIds, widerIds }) => topicIds.length + widerIds.length)),
    corrections: positionsOf(corrections.map(({ position }) => position)),
    frames: await listFrames(db, issue),
    asOf: releaseAt,
    isRepeat: false,
    mostJoins: MOST_JOINS,
    served: await listHoursServed(db, digest.id),
    silentSince: await findSilentSince(db, digest, issue.dueAt),
    waitsForRolling: digest.release === 'fixed' && (await hasRolling(db)),
    mostMails: await findMostMails(db),
    rollsUntil: digest.release === 'rolling' ? issue.dueAt + QUARTER : undefined,
    nextCutAt: digest.release === 'fixed' ? nextCut(digest.schedule, Math.max(releaseAt, issue.dueAt)) : undefined,
  }
}

/** The rules, applied to the few hours and language lists that readers have chosen: due times, and which stories they can read. */
export function answer({ hours, lists }: Unanswered, rules: Rules): AddressingTable {
  const { stories, served, seqFrom, frames } = rules
  return {
    hours: hours.map(({ id, ...hour }) => {
      const window = stories.filter(({ seq }) => seq > (served.get(id) ?? seqFrom))
      return {
        hourId: id,
        ...turnOf(hour, { ...rules, zone: rules.digest.schedule.zone, release: rules.digest.release, quiet: rules.digest.quiet }),
        window: positionsOf(window.map(({ position }) => position)),
      }
    }),
    languages: lists.map(({ id, languages }) => ({
      listId: id,
      language: frameLanguage(languages, frames),
      readable: positionsOf(pickVersions(languages, stories)),
    })),
  }
}

type Turn = Pick<Rules, 'releaseAt' | 'nextCutAt'> & {
  zone: string
  rollsUntil?: Instant | undefined
  release?: Release
  quiet?: QuietHours | null
}

/**
 * When a mail to readers of an hour falls due. On days that a reader has left out nothing comes: an issue whose mail would fall due only
 * after the next one is cut waits for that one, and both are one mail. An issue of a rolling digest is for those alone who fall due in its
 * quarter of an hour; an instant one goes at once, but not on a day that is left out, nor in the digest's quiet hours.
 */
export function turnOf(
  hour: ReaderHour,
  { releaseAt, nextCutAt, zone, rollsUntil, release, quiet = null }: Turn,
): { verdict: 'due' | 'waits'; dueAt: Instant } {
  // What no clock can show must not stop anybody: those readers get the mail at once.
  if (!isHour(hour)) return { verdict: rollsUntil === undefined ? 'due' : 'waits', dueAt: releaseAt }
  // Nor must a zone that never existed: its readers get the mail at their hour in the digest's zone.
  const known = knownHour(hour, { schedule: { zone } })
  if (release === 'instant') return { verdict: 'due', dueAt: afterQuiet(quiet, known, releaseAt) }
  const dueAt = nextHour(known, releaseAt)
  if (rollsUntil !== undefined) return { verdict: dueAt < rollsUntil ? 'due' : 'waits', dueAt }
  const isDayOff = nextCutAt !== undefined && dueAt >= nextCutAt && nextHour({ ...known, weekdays: EVERY_DAY }, releaseAt) < nextCutAt
  return { verdict: isDayOff ? 'waits' : 'due', dueAt }
}

export const isHour = ({ minute, weekdays }: ReaderHour): boolean => (weekdays & 127) !== 0 && minute >= 0 && minute < 1440

/** An hour in a zone that is there: one that never existed is taken as the digest's. */
export const knownHour = (hour: ReaderHour, { schedule }: { schedule: Pick<DigestSchedule, 'zone'> }): ReaderHour => ({
  ...hour,
  zone: checkZone(hour.zone) ?? schedule.zone,
})
