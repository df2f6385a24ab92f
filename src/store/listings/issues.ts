import type { Db } from '../dialect.ts'

export type IssueLine = {
  id: number
  digest: string
  number: number
  state: string
  dueAt: number
  approvedBy: string | null
  partsHash: string | null
  /** Since when nothing more of it goes out, and why. */
  heldAt: number | null
  heldReason: string | null
  stories: number
  overCap: number
  /** Readers by what became of them when it was addressed: `addressed`, or why they get nothing. */
  readers: Record<string, number>
}

/** `deliveries` by state: they are counted one by one. */
export type ListedIssue = IssueLine & { deliveries: Record<string, number> }

/** `before` is an issue's id, for turning pages; `id` is the one that is wanted. */
export type IssueWish = { digest?: string; limit?: number; before?: number; id?: number }

/** Issues, the newest first; of one digest, by slug, or of all. */
export async function listIssues(db: Db, wish: IssueWish = {}): Promise<ListedIssue[]> {
  const lines = await listIssueLines(db, wish)
  return Promise.all(lines.map(async (line) => ({ ...line, deliveries: await statesOf(db, line.id) })))
}

/** The same without going through their deliveries, of which a large issue has a million. */
export async function listIssueLines(db: Db, { digest, limit = 100, before, id }: IssueWish = {}): Promise<IssueLine[]> {
  let query = db
    .selectFrom('issues')
    .innerJoin('digests', 'digests.id', 'issues.digest_id')
    .select((eb) => [
      'issues.id',
      'digests.slug as digest',
      'number',
      'state',
      'due_at as dueAt',
      'approved_by as approvedBy',
      'parts_hash as partsHash',
      'held_at as heldAt',
      'held_reason as heldReason',
      'over_cap as overCap',
      eb.selectFrom('issue_stories').whereRef('issue_id', '=', 'issues.id').select(eb.fn.countAll<number>().as('stories')).as('stories'),
    ])
  if (digest !== undefined) query = query.where('digests.slug', '=', digest)
  if (before !== undefined) query = query.where('issues.id', '<', before)
  if (id !== undefined) query = query.where('issues.id', '=', id)
  const rows = await query.orderBy('issues.id', 'desc').limit(limit).execute()
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      stories: row.stories ?? 0,
      readers: await talliesOf(db, row.id),
    })),
  )
}

async function talliesOf(db: Db, issueId: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('issue_tallies')
    .select(['reason', 'readers'])
    .where('issue_id', '=', issueId)
    .orderBy('reason')
    .execute()
  return Object.fromEntries(rows.map(({ reason, readers }) => [reason, readers]))
}

async function statesOf(db: Db, issueId: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('issue_id', '=', issueId)
    .groupBy('state')
    .orderBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
