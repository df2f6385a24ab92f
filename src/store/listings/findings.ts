import type { Instant } from '../../domain/instant.ts'
import { isSaying, type Saying } from '../../domain/saying.ts'
import type { Db } from '../dialect.ts'
import { findFact } from '../installation.ts'

export type Finding = { id: string; state: 'ok' | 'warning' | 'fault' | 'not-checked'; message: Saying; todo?: Saying }

/** What the doctor found when it last looked; undefined when it never did. */
export async function findFindings(db: Db): Promise<{ at: Instant; diagnoses: Finding[] } | undefined> {
  const kept = await findFact(db, 'doctor')
  const found = kept === undefined ? undefined : (JSON.parse(kept) as { at: Instant; diagnoses: Finding[] })
  // What an earlier version has kept in its own words is looked for anew.
  return found?.diagnoses.every(({ message }) => isSaying(message)) ? found : undefined
}
