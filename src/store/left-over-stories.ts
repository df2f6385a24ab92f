import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/**
 * The stories of a digest's issues from a number on for which some reader's mail had no room; a story whose first issue is older than that
 * is over.
 */
export async function listLeftOverStories(db: Db, of: { digestId: number; fromNumber: number }): Promise<number[]> {
  const { rows } = await sql<{ briefing_id: number }>`
    select distinct s.briefing_id
    from issues as i join issue_stories as s on s.issue_id = i.id
    where i.digest_id = ${of.digestId} and i.number >= ${of.fromNumber} and s.left_over = 1 and not exists (
      select 1 from issue_stories as o join issues as e on e.id = o.issue_id
      where o.briefing_id = s.briefing_id and e.digest_id = ${of.digestId} and e.number < ${of.fromNumber})`.execute(db)
  return rows.map(({ briefing_id }) => briefing_id)
}

/** Notes stories of an issue for which some mail had no room. */
export async function markLeftOver(tx: Db, issueId: number, positions: number[]): Promise<void> {
  if (positions.length === 0) return
  await tx.updateTable('issue_stories').set({ left_over: 1 }).where('issue_id', '=', issueId).where('position', 'in', positions).execute()
}
