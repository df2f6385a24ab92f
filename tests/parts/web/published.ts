import type { Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import type { Digest } from '../../../src/domain/digest.ts'
import { findDigest } from '../../../src/store/digests.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { PUBLICATION } from '../../support/world.ts'

const fail = (_: unknown, error: unknown): void => {
  throw error
}

/** Cuts the next issue of a digest and queues its mails; it comes out at the hour of the first reader. Says the issue's id. */
export async function bringOut(store: Store, { slug }: Pick<Digest, 'slug'>, now: Instant): Promise<number> {
  const digest = await findDigest(store.db, slug)
  if (!digest) throw new Error(`There is no digest ${slug}`)
  const composed = await composeNow(store, digest, now)
  if (!composed.ok) throw new Error(`No issue was cut: ${composed.reason}`)
  await approveDue(store, PUBLICATION, now, fail)
  await addressDue(store, now, fail)
  return composed.issueId
}
