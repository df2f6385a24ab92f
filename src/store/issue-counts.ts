import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { IssueCounts } from '../domain/reputation.ts'
import type { Db } from './dialect.ts'

export type CountedIssue = IssueCounts & { issueId: number; hasPaused: boolean }

/** Adds to what is known of some issues; gives back what is known now. */
export async function addToIssues(tx: Db, counts: (Partial<IssueCounts> & { issueId: number })[]): Promise<CountedIssue[]> {
  if (counts.length === 0) return []
  const sorted = counts.toSorted((a, b) => a.issueId - b.issueId)
  const rows = await tx
    .insertInto('issue_counts')
    .values(sorted.map(({ issueId, gone = 0, failed = 0, complained = 0 }) => ({ issue_id: issueId, gone, failed, complained })))
    .onConflict((conflict) =>
      conflict.column('issue_id').doUpdateSet({
        gone: sql`issue_counts.gone + excluded.gone`,
        failed: sql`issue_counts.failed + excluded.failed`,
        complained: sql`issue_counts.complained + excluded.complained`,
      }),
    )
    .returningAll()
    .execute()
  return rows.map(({ issue_id, paused_at, ...known }) => ({ ...known, issueId: issue_id, hasPaused: paused_at !== null }))
}

/** Notes that an issue has paused because of its counts: it does so once, and whoever resumes it has seen them. */
export async function markPaused(tx: Db, issueId: number, at: Instant): Promise<void> {
  await tx.updateTable('issue_counts').set({ paused_at: at }).where('issue_id', '=', issueId).execute()
}

/** Whether anything of an issue is still to go out. */
export async function isStillGoing(tx: Db, issueId: number): Promise<boolean> {
  const { rows } = await sql<{ going: number }>`
    select 1 as going from issues where id = ${issueId} and (state <> 'addressed' or exists (
      select 1 from deliveries where issue_id = issues.id and state in ('queued', 'leased', 'posting')))`.execute(tx)
  return rows.length > 0
}
