import { sql } from 'kysely'
import { TOO_LATE } from '../domain/delivery.ts'
import type { Db } from './dialect.ts'

/** A story that came first in a recent issue of its digest and of which some reader's mail had no room, or could not be sent in time. */
export type LeftOverStory = { briefingId: number; wasLate: boolean }

/** The left-over stories of a digest's issues from a number on; a story whose first issue is older than that is over. */
export async function listLeftOverStories(db: Db, of: { digestId: number; fromNumber: number }): Promise<LeftOverStory[]> {
  const { rows } = await sql<{ briefing_id: number; late: number }>`
    with recent as materialized (
      select i.id, case when exists (
        select 1 from deliveries as d where d.issue_id = i.id and d.state = 'withheld' and d.reason like ${`${TOO_LATE}%`}) then 1 else 0 end as late
      from issues as i where i.digest_id = ${of.digestId} and i.number >= ${of.fromNumber})
    select s.briefing_id, max(recent.late) as late
    from recent join issue_stories as s on s.issue_id = recent.id
    where recent.late = 1 or s.left_over = 1
    group by s.briefing_id
    having not exists (
      select 1 from issue_stories as o join issues as e on e.id = o.issue_id
      where o.briefing_id = s.briefing_id and e.digest_id = ${of.digestId} and e.number < ${of.fromNumber})`.execute(db)
  return rows.map(({ briefing_id, late }) => ({ briefingId: briefing_id, wasLate: late > 0 }))
}

/** Notes stories of an issue for which some mail had no room. */
export async function markLeftOver(tx: Db, issueId: number, positions: number[]): Promise<void> {
  if (positions.length === 0) return
  await tx.updateTable('issue_stories').set({ left_over: 1 }).where('issue_id', '=', issueId).where('position', 'in', positions).execute()
}
