import type { Instant } from '../domain/instant.ts'
import { LIFTED_BY_OPT_IN, type HashAddress, type SuppressionReason } from '../domain/suppression.ts'
import type { Db } from '../store/dialect.ts'
import { clearSoftFailures } from '../store/soft-failures.ts'
import { liftSuppression } from '../store/suppressions.ts'

/**
 * Gives an address back that its reader has just confirmed; call it where the confirmation is written down, in the same transaction. Says
 * for which reason it had been suppressed; undefined where it was not, or where only a person may lift it: ask `findSuppression` after it.
 */
export async function liftByOptIn(
  tx: Db,
  { canonical, hashAddress }: { canonical: string; hashAddress: HashAddress },
  now: Instant,
): Promise<SuppressionReason | undefined> {
  const lift = { canonical, hashes: hashAddress(canonical), reasons: LIFTED_BY_OPT_IN, note: 'confirmed anew', by: 'reader' }
  await clearSoftFailures(tx, [canonical])
  return liftSuppression(tx, lift, now)
}
