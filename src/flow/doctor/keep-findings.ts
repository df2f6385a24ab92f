import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../../store/dialect.ts'
import { setFact } from '../../store/installation.ts'
import type { Diagnosis } from './examine.ts'

/** Keeps what the doctor found last, for those who look at the desk. */
export async function keepFindings({ db }: Store, diagnoses: Diagnosis[], now: Instant): Promise<void> {
  await setFact(db, 'doctor', JSON.stringify({ at: now, diagnoses }))
}
