import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { unpackQuiet, type QuietHours } from '../domain/quiet-hours.ts'
import type { Db } from './dialect.ts'
import { idsOf, type Choices } from './subscriptions.ts'

export type FollowingSubscription = Choices & {
  id: number
  subscriberId: number
  digestId: number
  state: 'active' | 'ended'
  pausedUntil: Instant | null
  onReturn: 'all' | 'best' | 'nothing'
  quiet: QuietHours | null
  silentNote: boolean
  createdAt: Instant
  /** Whether anything stands in the history of this choice. */
  hasHistory: boolean
}

/** Subscriptions that follow a topic, in the order of their numbers, as they are before the merge. */
export async function listFollowing(
  tx: Db,
  topicId: number,
  { after, limit }: { after: number; limit: number },
): Promise<FollowingSubscription[]> {
  const { rows } = await sql<Omit<FollowingSubscription, Unpacked> & Packed>`
    select s.id, s.subscriber_id as "subscriberId", s.digest_id as "digestId", s.state, s.format, s.topics, h.zone, h.minute, h.weekdays,
      l.languages, s.paused_until as "pausedUntil", s.on_return as "onReturn", s.quiet as packed, s.silent_note as note, s.created_at as "createdAt",
      (select count(*) from choices as c where c.subscriber_id = s.subscriber_id and c.digest_id = s.digest_id) as kept
    from subscriptions as s join reader_hours as h on h.id = s.hour_id join language_lists as l on l.id = s.language_list_id
    where s.id > ${after} and (',' || s.topics || ',') like ${`%,${topicId},%`} order by s.id limit ${limit}`.execute(tx)
  return rows.map(({ topics, zone, minute, weekdays, languages, kept, packed, note, ...row }) => ({
    ...row,
    hour: { zone, minute, weekdays },
    languages: languages.split(','),
    topicIds: idsOf(topics),
    quiet: packed === null ? null : unpackQuiet(packed),
    silentNote: note > 0,
    hasHistory: kept > 0,
  }))
}

type Packed = {
  topics: string
  zone: string
  minute: number
  weekdays: number
  languages: string
  kept: number
  packed: number | null
  note: number
}
type Unpacked = 'hour' | 'languages' | 'topicIds' | 'hasHistory' | 'quiet' | 'silentNote'
