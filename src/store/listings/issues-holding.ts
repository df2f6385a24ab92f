import { sql } from 'kysely'
import { positionsOf } from '../../domain/positions.ts'
import type { Db } from '../dialect.ts'
import { listHolding } from '../leave-issues.ts'

/** Where a story would be missing: issues that are not sent, mails that wait with it; and the mails that have brought it already. */
export async function countIssuesLeft(db: Db, briefingId: number): Promise<{ issues: number; mails: number; sent: number }> {
  const holding = await listHolding(db, briefingId)
  const counts = { issues: 0, mails: 0, sent: 0 }
  for (const { issueId, position, state, addressedThrough } of holding) {
    if (state === 'draft' || (state === 'approved' && addressedThrough === 0)) counts.issues++
    if (addressedThrough === 0) continue
    const { low, high } = positionsOf([position])
    const has = sql`issue_id = ${issueId} and ((low & ${low}) <> 0 or (high & ${high}) <> 0)`
    const { rows } = await sql<{ waiting: number | null; sent: number | null }>`
      select sum(case when state in ('queued', 'joined') then 1 else 0 end) as waiting, sum(case when state = 'accepted' then 1 else 0 end) as sent
      from deliveries where ${has}`.execute(db)
    counts.mails += rows[0]?.waiting ?? 0
    counts.sent += rows[0]?.sent ?? 0
  }
  return counts
}
