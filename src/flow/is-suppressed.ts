import type { Db } from '../store/dialect.ts'
import { findSuppression } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/** Whether we do not write to an address, also when it was erased and only its hash is left. */
export const isSuppressed = async (db: Db, { hashAddress }: Publication, canonical: string): Promise<boolean> =>
  (await findSuppression(db, canonical, hashAddress(canonical))) !== undefined
