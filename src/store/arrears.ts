import { sql } from 'kysely'
import type { Arrears } from '../domain/arrears.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export async function insertArrears(tx: Db, arrears: (Arrears & { subscriberId: number })[], now: Instant): Promise<void> {
  if (arrears.length === 0) return
  const rows = arrears.map(({ subscriberId, digestId, topicId, seqFrom, seqTo, most, fromAt }) => ({
    subscriber_id: subscriberId,
    digest_id: digestId,
    topic_id: topicId,
    seq_from: seqFrom,
    seq_to: seqTo,
    most,
    from_at: fromAt,
    made_at: now,
    issue_id: null,
  }))
  await tx.insertInto('arrears').values(rows).execute()
}

/** What some readers are owed by a digest after a pause by now: undefined, nothing. */
export type PauseArrears = { subscriberId: number; arrears: Arrears | undefined }

/** Makes what is owed after pauses what it is by now. It goes back to where the first pause of a reader began. */
export async function replacePauseArrears(tx: Db, digestId: number, owed: PauseArrears[], now: Instant): Promise<void> {
  if (owed.length === 0) return
  const ids = owed.map(({ subscriberId }) => subscriberId)
  const { rows } = await sql<{ subscriber_id: number; seq_from: number }>`
    delete from arrears where digest_id = ${digestId} and subscriber_id in (${sql.join(ids)}) and issue_id is null and seq_to is null
    returning subscriber_id, seq_from`.execute(tx)
  const from = Map.groupBy(rows, (row) => row.subscriber_id)
  const owing = owed.flatMap(({ subscriberId, arrears }) => {
    const before = (from.get(subscriberId) ?? []).map((row) => row.seq_from)
    return arrears ? [{ ...arrears, subscriberId, seqFrom: Math.min(arrears.seqFrom, ...before) }] : []
  })
  await insertArrears(tx, owing, now)
}

/** What a digest owes to anybody whose time comes before an instant: each topic and stretch of the publish sequence once. */
export async function listOwedStretches(
  db: Db,
  digestId: number,
  before: Instant,
): Promise<{ topicId: number | null; seqFrom: number; seqTo: number | null }[]> {
  return db
    .selectFrom('arrears')
    .select(['topic_id as topicId', 'seq_from as seqFrom', 'seq_to as seqTo'])
    .distinct()
    .where('digest_id', '=', digestId)
    .where('issue_id', 'is', null)
    .where('from_at', '<', before)
    .execute()
}

/** What a digest owes one reader. */
export async function listOpenArrears(db: Db, of: { subscriberId: number; digestId: number }): Promise<Arrears[]> {
  const rows = await db
    .selectFrom('arrears')
    .selectAll()
    .where('digest_id', '=', of.digestId)
    .where('subscriber_id', '=', of.subscriberId)
    .where('issue_id', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ topic_id, seq_from, seq_to, most, from_at }) => ({
    ...{ digestId: of.digestId, topicId: topic_id, seqFrom: seq_from, seqTo: seq_to, most, fromAt: from_at },
  }))
}
