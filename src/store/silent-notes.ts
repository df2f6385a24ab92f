import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { isInChunk, isSuppressed, type Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'

/** When the digest's last issues were due, those without any story too, the latest last; what the service missed is not among them. */
export async function listDates(db: Db, { digestId, upTo, count }: { digestId: number; upTo: Instant; count: number }): Promise<Instant[]> {
  const rows = await db
    .selectFrom('cuts')
    .select('due_at')
    .where('digest_id', '=', digestId)
    .where('due_at', '<=', upTo)
    .where('verdict', 'in', ['composed', 'no-stories', 'waits'])
    .orderBy('due_at', 'desc')
    .limit(count)
    .execute()
  return rows.map((row) => row.due_at).reverse()
}

/** Whether somebody who wishes a note has had nothing of the digest since then; `hourIds`: among the readers of these hours only. */
export async function hasSilentReader(
  db: Db,
  { hourIds, ...of }: { digestId: number; since: Instant; hourIds?: number[] | undefined },
): Promise<boolean> {
  const ofHours = hourIds ? sql` and s.hour_id in (${sql.join(hourIds.map((id) => sql.lit(id)))})` : sql``
  const { rows } = await sql`
    select 1 from subscriptions as s
    where s.digest_id = ${of.digestId} and s.state = 'active' and ${isSilent(of)}${ofHours} limit 1`.execute(db)
  return rows.length > 0
}

/** Queues a note for every reader of the chunk to whom the issue brings nothing, and who has had nothing since then. */
export async function insertNotes(tx: Db, chunk: Chunk, since: Instant): Promise<number> {
  const { issueId, digestId } = chunk
  const result = await sql`
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
    select ${issueId}, s.subscriber_id, 'queued', h.due_at, h.due_at, 0, 0, s.topics, l.language, s.format, 0
    from subscriptions as s cross join issue_hours as h cross join issue_languages as l
    where ${isInChunk(chunk)} and ${isSilent({ digestId, since })} and not ${isSuppressed}
      and h.issue_id = ${issueId} and h.hour_id = s.hour_id and h.verdict = 'due' and (s.paused_until is null or s.paused_until <= h.due_at)
      and l.issue_id = ${issueId} and l.language_list_id = s.language_list_id
      and not exists (select 1 from deliveries as d where d.issue_id = ${issueId} and d.subscriber_id = s.subscriber_id)`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

const isSilent = ({ digestId, since }: { digestId: number; since: Instant }): RawBuilder<boolean> => sql`
  s.silent_note > 0 and s.created_at <= ${since} and not exists (
    select 1 from issues as i cross join deliveries as d
    where i.digest_id = ${digestId} and i.due_at >= ${since} and d.issue_id = i.id and d.subscriber_id = s.subscriber_id
      and d.state not in ('withheld', 'refused'))`
