import type { Db } from './dialect.ts'

/** What a briefing tells in another language, and what it corrects; null for neither. */
export type Told = { storyId: number | null; correctsId: number | null }

/** The same by the addresses of these briefings, empty where there are none. */
export type ToldSlugs = { translationOf: string; corrects: string }

export async function slugsOfTold(db: Db, { storyId, correctsId }: Told): Promise<ToldSlugs> {
  const ids = [storyId, correctsId].filter((id) => id !== null)
  const rows = ids.length === 0 ? [] : await db.selectFrom('briefings').select(['id', 'slug']).where('id', 'in', ids).execute()
  const slugOf = (wanted: number | null): string => rows.find(({ id }) => id === wanted)?.slug ?? ''
  return { translationOf: slugOf(storyId), corrects: slugOf(correctsId) }
}

/** A briefing by its number, its slug, or the key that it had where it came from, with the story that it tells. */
export async function findNamed(db: Db, name: { id: number } | { word: string }): Promise<{ id: number; storyId: number } | undefined> {
  const all = db.selectFrom('briefings').select(['id', 'slug', 'story_id'])
  const rows =
    'id' in name
      ? await all.where('id', '=', name.id).execute()
      : await all
          .where((eb) => eb.or([eb('slug', '=', name.word), eb('key', '=', name.word)]))
          .orderBy('id')
          .execute()
  const row = rows.find(({ slug }) => 'word' in name && slug === name.word) ?? rows[0]
  return row && { id: row.id, storyId: row.story_id ?? row.id }
}

/** Whether other briefings tell the story of this one: then it is an original, and tells none of another. */
export async function isToldByOthers(db: Db, id: number): Promise<boolean> {
  const row = await db.selectFrom('briefings').select('id').where('story_id', '=', id).where('id', '<>', id).limit(1).executeTakeFirst()
  return row !== undefined
}
