import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { positionsOf } from '../domain/positions.ts'
import type { Db } from './dialect.ts'

type Held = { issueId: number; position: number; state: 'draft' | 'approved' | 'addressed' | 'skipped'; addressedThrough: number }

/** The issues that hold a briefing. */
export async function listHolding(db: Db, briefingId: number): Promise<Held[]> {
  const rows = await db
    .selectFrom('issue_stories')
    .innerJoin('issues', 'issues.id', 'issue_id')
    .select(['issue_id', 'position', 'state', 'addressed_through'])
    .where('briefing_id', '=', briefingId)
    .orderBy('issue_id')
    .execute()
  return rows.map((row) => ({ issueId: row.issue_id, position: row.position, state: row.state, addressedThrough: row.addressed_through }))
}

/** Takes a story out of an issue that nobody has been addressed for. */
export async function dropStory(tx: Db, { issueId, position }: Pick<Held, 'issueId' | 'position'>): Promise<void> {
  await tx.deleteFrom('issue_story_topics').where('issue_id', '=', issueId).where('position', '=', position).execute()
  await tx.deleteFrom('issue_stories').where('issue_id', '=', issueId).where('position', '=', position).execute()
}

/** approved → draft: what was frozen no longer counts, and the yes has to be given again. */
export async function takeBackApproval(tx: Db, issueId: number): Promise<void> {
  await tx.deleteFrom('issue_parts').where('issue_id', '=', issueId).execute()
  await tx.deleteFrom('issue_printings').where('issue_id', '=', issueId).execute()
  await tx
    .updateTable('issues')
    .set({ state: 'draft', approved_at: null, approved_by: null, parts_hash: null, release_at: null })
    .where('id', '=', issueId)
    .where('state', '=', 'approved')
    .execute()
}

/** Takes a story out of the mails that still wait; a mail that had no other is withheld. Says how many mails lost it. */
export async function dropFromWaiting(tx: Db, { issueId, position }: Pick<Held, 'issueId' | 'position'>, now: Instant): Promise<number> {
  const { low, high } = positionsOf([position])
  const waits = sql`issue_id = ${issueId} and state in ('queued', 'joined')`
  const has = sql`((low & ${low}) <> 0 or (high & ${high}) <> 0)`
  const lost =
    await sql`update deliveries set low = low - (low & ${low}), high = high - (high & ${high}) where ${waits} and ${has}`.execute(tx)
  // A mail that leads others is left to them: it still has theirs.
  await sql`update deliveries set state = 'withheld', reason = 'story-withdrawn', settled_at = ${now}, lease_until = null, joined_to = null
    where ${waits} and low = 0 and high = 0
      and not exists (select 1 from deliveries as member where member.joined_to = deliveries.id and (member.low <> 0 or member.high <> 0))`.execute(
    tx,
  )
  return Number(lost.numAffectedRows ?? 0)
}
