import type { ConsentPath, Whereabouts } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** That somebody agreed to get a digest: when and where it was asked for, and when and where it was confirmed. */
export type NewConsent = {
  subscriberId: number
  address: string
  digestId: number
  how: ConsentPath
  /** The words that were agreed to (wordings.ts). Null where nobody read any, as at the command line. */
  wordingId: number | null
  asked: Whereabouts & { at: Instant }
  given: Whereabouts & { at: Instant }
}

/** Adds to the log. Nothing in it is ever changed; only erasing a person takes that person's lines out. */
export async function appendConsent(tx: Db, { subscriberId, address, digestId, how, wordingId, asked, given }: NewConsent): Promise<void> {
  await tx
    .insertInto('consents')
    .values({
      ...{ subscriber_id: subscriberId, address, digest_id: digestId, how, wording_id: wordingId },
      ...{ asked_at: asked.at, asked_network: asked.network, asked_browser: asked.browser },
      ...{ given_at: given.at, given_network: given.network, given_browser: given.browser },
    })
    .execute()
}
