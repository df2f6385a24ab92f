import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Facts about this installation as a whole, such as whether the samples were loaded. */
export async function findFact(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

/** Writes a fact down unless it is known already; told whether it was new. */
export async function recordFact(db: Db, name: string, value: string): Promise<boolean> {
  const result = await db
    .insertInto('installation')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Nothing was ever put into this database. */
export async function isEmpty(db: Db): Promise<boolean> {
  const tables = ['topics', 'digests', 'briefings', 'subscribers'] as const
  for (const table of tables) if (await db.selectFrom(table).select('id').limit(1).executeTakeFirst()) return false
  return true
}

/** Writes a fact down as it is now. */
export async function setFact(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('installation')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}

const MOST_MAILS = 'mails-a-day'

/** Most mails that a reader gets on one day, unless the reader has said otherwise; null: as many as come. */
export async function findMostMails(db: Db): Promise<number | null> {
  const most = Number((await findFact(db, MOST_MAILS)) ?? 0)
  return most > 0 ? most : null
}

export const setMostMails = (db: Db, most: number | null): Promise<void> => setFact(db, MOST_MAILS, String(most ?? 0))

const PLACE = 'place'
const OLDER = 'called-older'

/** Where the database lay when it was first sent from, or when a person confirmed that it is the real one. */
export const findConfirmedPlace = (db: Db): Promise<string | undefined> => findFact(db, PLACE)

/** The first that sends from a database says where it is; told what holds. */
export async function adoptPlace(db: Db, place: string): Promise<string> {
  await recordFact(db, PLACE, place)
  return (await findFact(db, PLACE)) ?? place
}

export const setPlace = (db: Db, place: string): Promise<void> => setFact(db, PLACE, place)

/** Whether the database was found to be older than what ran in its place before. */
export const isCalledOlder = async (db: Db): Promise<boolean> => (await findFact(db, OLDER)) === 'yes'

export const callOlder = (db: Db, isOlder: boolean): Promise<void> => setFact(db, OLDER, isOlder ? 'yes' : 'no')

const CONFIRMED_AT = 'confirmed-at'

/** When a person last said that the database is the real one; 0: nobody has. */
export const findConfirmedAt = async (db: Db): Promise<Instant> => Number((await findFact(db, CONFIRMED_AT)) ?? 0)

export const noteConfirmed = (db: Db, at: Instant): Promise<void> => setFact(db, CONFIRMED_AT, String(at))

const SAMPLES = 'samples-loaded-at'

/** Whether somebody has made a topic, or a digest, since the samples were put there. */
export async function hasOwn(db: Db, table: 'topics' | 'digests'): Promise<boolean> {
  const since = Number((await findFact(db, SAMPLES)) ?? 0)
  return (await db.selectFrom(table).select('id').where('created_at', '>', since).limit(1).executeTakeFirst()) !== undefined
}
