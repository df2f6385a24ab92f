import type { Db } from '../dialect.ts'

export type SavedFilter = { id: number; name: string; filter: string }

/** The filters that a person has kept, by name. */
export async function listSavedFilters(db: Db, personId: number): Promise<SavedFilter[]> {
  return db.selectFrom('saved_filters').select(['id', 'name', 'filter']).where('person_id', '=', personId).orderBy('name').execute()
}
