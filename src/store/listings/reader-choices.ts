import type { Db } from '../dialect.ts'

/** The zones and languages that readers have chosen, for choosing among them; few, because each is kept once. */
export async function listChosen(db: Db): Promise<{ zones: string[]; languages: string[] }> {
  const zones = await db.selectFrom('reader_hours').select('zone').distinct().orderBy('zone').execute()
  const lists = await db.selectFrom('language_lists').select('languages').execute()
  const languages = new Set(lists.flatMap((list) => list.languages.split(',')))
  return { zones: zones.map(({ zone }) => zone), languages: [...languages].sort() }
}
