import type { Db } from '../store/dialect.ts'
import { findSuppression } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/**
 * Whether something stands against writing to an address that its own reader asks us to write to, also when it was erased and only its hash
 * is left. That this reader had left everything does not: coming back lifts it (change-choices.ts).
 */
export async function isSuppressed(db: Db, { hashAddress }: Pick<Publication, 'hashAddress'>, canonical: string): Promise<boolean> {
  const suppression = await findSuppression(db, canonical, hashAddress(canonical))
  return suppression !== undefined && suppression.reason !== 'unsubscribed'
}
