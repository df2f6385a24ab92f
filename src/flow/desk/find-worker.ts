import type { Db } from '../../store/dialect.ts'
import { findPerson, type Person } from '../../store/people.ts'

/** Somebody who works at the desk and has not been shut out, by canonical address. */
export async function findWorker(db: Db, canonical: string): Promise<Person | undefined> {
  const person = await findPerson(db, canonical)
  return person?.disabledAt === null ? person : undefined
}
