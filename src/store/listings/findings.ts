import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { findFact } from '../installation.ts'

export type Finding = { id: string; state: 'ok' | 'warning' | 'fault' | 'not-checked'; message: string; todo?: string }

/** What the doctor found when it last looked; undefined when it never did. */
export async function findFindings(db: Db): Promise<{ at: Instant; diagnoses: Finding[] } | undefined> {
  const kept = await findFact(db, 'doctor')
  return kept === undefined ? undefined : (JSON.parse(kept) as { at: Instant; diagnoses: Finding[] })
}
