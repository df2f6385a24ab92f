import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { freeJoinedTo } from './issue-queue.ts'
import { unmarkHoursServed } from './hours-served.ts'

type OfDigest = { id: number; digestId: number; number: number; seqFrom: number }

/** approved or addressed → draft: nothing of its approval is left. Told false when it is neither. It then waits for a person's yes. */
export async function markDraft(tx: Db, id: number): Promise<boolean> {
  const approval = { approved_at: null, approved_by: null, parts_hash: null, release_at: null }
  const result = await tx
    .updateTable('issues')
    .set({ state: 'draft', ...approval, addressed_through: 0, addressed_at: null, waits_for_yes: 1 })
    .where('id', '=', id)
    .where('state', 'in', ['approved', 'addressed'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function hasLaterIssue(tx: Db, { digestId, number }: OfDigest): Promise<boolean> {
  const query = tx.selectFrom('issues').select('id').where('digest_id', '=', digestId).where('number', '>', number)
  return (await query.where('state', 'in', ['approved', 'addressed']).executeTakeFirst()) !== undefined
}

/**
 * Takes away the deliveries of an issue of which nothing has left, and tells what stays behind: `none`; `in-hand`, in a sender's hands at
 * this moment; `left`, those that have been answered for good.
 */
export async function removeDeliveries(tx: Db, issueId: number): Promise<'none' | 'in-hand' | 'left'> {
  await freeJoinedTo(tx, sql`select id from deliveries where issue_id = ${issueId}`)
  const waiting = sql`issue_id = ${issueId} and state in ('queued', 'joined', 'withheld')`
  await sql`delete from attempts where delivery_id in (select id from deliveries where ${waiting})`.execute(tx)
  // A sender that claims one of them at this moment keeps it: it is found below.
  await sql`delete from deliveries where ${waiting}`.execute(tx)
  const { rows } = await sql<{ state: string }>`select distinct state from deliveries where issue_id = ${issueId}`.execute(tx)
  if (rows.length === 0) return 'none'
  return rows.every(({ state }) => state === 'leased') ? 'in-hand' : 'left'
}

/** Takes back what addressing and freezing wrote besides. */
export async function removeTraces(tx: Db, issue: OfDigest): Promise<void> {
  await unmarkHoursServed(tx, issue)
  await tx.updateTable('arrears').set({ issue_id: null }).where('issue_id', '=', issue.id).execute()
  await tx.updateTable('issue_stories').set({ left_over: 0 }).where('issue_id', '=', issue.id).execute()
  for (const table of ['issue_tallies', 'issue_hours', 'issue_languages', 'issue_parts', 'issue_printings'] as const)
    await sql`delete from ${sql.table(table)} where issue_id = ${issue.id}`.execute(tx)
}
