import { listChoices, type KeptChoice } from '../choices.ts'
import type { Db } from '../dialect.ts'

/** The last change of a reader's choices so far; 0 before the first. */
export async function lastChoiceId(db: Db, subscriberId: number): Promise<number> {
  const kept = db.selectFrom('choices').select('id').where('subscriber_id', '=', subscriberId)
  return (await kept.orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0
}

/** What was kept of a reader's changes since then, but not what was only written down because nobody had: how it was before. */
export async function listChoiceIdsAfter(db: Db, subscriberId: number, id: number): Promise<number[]> {
  const kept = db.selectFrom('choices').select('id').where('subscriber_id', '=', subscriberId).where('id', '>', id)
  const rows = await kept.where('made_by', '<>', 'import').orderBy('id').execute()
  return rows.map((row) => row.id)
}

/** The changes by which a reader left a digest, and others with it at the same time; none when the reader has not left, or nobody knows. */
export async function listLeavingIds(db: Db, of: { subscriberId: number; digestId: number }): Promise<number[]> {
  const history = await listChoices(db, of.subscriberId)
  const isLast = (one: KeptChoice): boolean => history.findLast(({ digestId }) => digestId === one.digestId) === one
  const isLeaving = (one: KeptChoice): boolean => one.digestId !== null && one.what.state === 'ended' && isLast(one)
  const own = history.find((one) => one.digestId === of.digestId && isLeaving(one))
  return own ? history.filter((one) => one.at === own.at && one.by === own.by && isLeaving(one)).map(({ id }) => id) : []
}
