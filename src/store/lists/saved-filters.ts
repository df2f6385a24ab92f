import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

export async function countFilters(db: Db, personId: number): Promise<number> {
  const kept = db.selectFrom('saved_filters').where('person_id', '=', personId)
  return (await kept.select((all) => all.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count
}

export async function saveFilter(db: Db, of: { personId: number; name: string; filter: string }, now: Instant): Promise<void> {
  await db
    .insertInto('saved_filters')
    .values({ person_id: of.personId, name: of.name, filter: of.filter, created_at: now })
    .onConflict((conflict) => conflict.columns(['person_id', 'name']).doUpdateSet({ filter: of.filter }))
    .execute()
}

export async function deleteFilter(db: Db, { personId, id }: { personId: number; id: number }): Promise<boolean> {
  const result = await db.deleteFrom('saved_filters').where('id', '=', id).where('person_id', '=', personId).executeTakeFirst()
  return result.numDeletedRows > 0n
}
