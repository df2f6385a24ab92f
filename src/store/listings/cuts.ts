import type { Db } from '../dialect.ts'

export type ListedCut = { digest: string; dueAt: number; verdict: string; issueId: number | null }

/** What became of every time at which a digest's issue was to be cut, the newest first. */
export async function listCuts(db: Db, { digest, limit = 100 }: { digest?: string; limit?: number } = {}): Promise<ListedCut[]> {
  let query = db
    .selectFrom('cuts')
    .innerJoin('digests', 'digests.id', 'cuts.digest_id')
    .select(['slug as digest', 'due_at as dueAt', 'verdict', 'issue_id as issueId'])
  if (digest !== undefined) query = query.where('slug', '=', digest)
  return query.orderBy('due_at', 'desc').limit(limit).execute()
}
