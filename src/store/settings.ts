import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import { findFact, setFact } from './installation.ts'

/** A setting as it lies in the database. */
export type StoredSetting = { key: string; value: string; changedAt: Instant; changedBy: string }

export async function listSettings(db: Db): Promise<StoredSetting[]> {
  const rows = await db.selectFrom('settings').selectAll().orderBy('key').execute()
  return rows.map(({ key, value, changed_at, changed_by }) => ({ key, value, changedAt: changed_at, changedBy: changed_by }))
}

export async function putSetting(tx: Db, { key, value, changedAt, changedBy }: StoredSetting): Promise<void> {
  const row = { value, changed_at: changedAt, changed_by: changedBy }
  await tx
    .insertInto('settings')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}

export async function dropSetting(tx: Db, key: string): Promise<void> {
  await tx.deleteFrom('settings').where('key', '=', key).execute()
}

const VERSION = 'settings-version'

/** Another one after each change, so that a process sees by one small question whether it has taken up what counts now. */
export const findSettingsVersion = async (db: Db): Promise<string> => (await findFact(db, VERSION)) ?? '0'

/** Call it in the transaction that changes them: whoever changes them at the same moment waits here for the other. */
export const setSettingsVersion = (tx: Db, version: string): Promise<void> => setFact(tx, VERSION, version)
