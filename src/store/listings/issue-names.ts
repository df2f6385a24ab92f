import type { Instant } from '../../domain/instant.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'

export type IssueName = { id: number; names: Names; number: number; dueAt: Instant }

/** What the newest issues that have gone out, or go out, are called, and one more that is asked for. */
export async function listIssueNames(db: Db, { limit, also }: { limit: number; also?: number | undefined }): Promise<IssueName[]> {
  const all = db.selectFrom('issues').innerJoin('digests', 'digests.id', 'digest_id').select(['issues.id', 'names', 'number', 'due_at'])
  const newest = await all.where('state', '=', 'addressed').orderBy('issues.id', 'desc').limit(limit).execute()
  const other = also === undefined || newest.some(({ id }) => id === also) ? [] : await all.where('issues.id', '=', also).execute()
  return [...other, ...newest].map(({ id, names, number, due_at }) => ({ id, names: JSON.parse(names) as Names, number, dueAt: due_at }))
}
