import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

export type SimulatedIssue = {
  id: number
  digest: string
  number: number
  dueAt: Instant
  stories: number
  /** Why readers of the digest had nothing of it. */
  nothing: Record<string, number>
}

/** The issues that are due from an instant on, and those before it that still have readers to reach. */
export async function listIssuesSince(db: Db, from: Instant): Promise<SimulatedIssue[]> {
  const rows = await db
    .selectFrom('issues')
    .innerJoin('digests', 'digests.id', 'issues.digest_id')
    .select(['issues.id', 'slug', 'number', 'due_at'])
    .select((eb) =>
      eb
        .selectFrom('issue_stories')
        .select(({ fn }) => fn.countAll<number>().as('stories'))
        .whereRef('issue_id', '=', 'issues.id')
        .as('stories'),
    )
    .where((eb) =>
      eb.or([
        eb('issues.due_at', '>=', from),
        eb.exists(eb.selectFrom('deliveries').select('id').whereRef('issue_id', '=', 'issues.id').where('deliveries.due_at', '>=', from)),
      ]),
    )
    .orderBy('issues.due_at')
    .orderBy('issues.id')
    .execute()
  const tallies = Map.groupBy(await db.selectFrom('issue_tallies').selectAll().orderBy('reason').execute(), (row) => row.issue_id)
  return rows.map(({ id, slug, number, due_at, stories }) => ({
    id,
    digest: slug,
    number,
    dueAt: due_at,
    stories: stories ?? 0,
    nothing: Object.fromEntries((tallies.get(id) ?? []).map(({ reason, readers }) => [reason, readers])),
  }))
}
