import type { ConsentPath } from '../../domain/consent.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** A line of the log of consents, with the words that were agreed to. */
export type ListedConsent = {
  id: number
  address: string
  digest: string
  how: ConsentPath
  wording: { language: string; version: string; text: string } | null
  asked: { at: Instant; network: string; browser: string }
  given: { at: Instant; network: string; browser: string }
}

/** What one person has agreed to, the first first; by the canonical address. */
export async function listConsents(db: Db, canonical: string): Promise<ListedConsent[]> {
  const rows = await db
    .selectFrom('consents')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .leftJoin('wordings', 'wordings.id', 'wording_id')
    .select(['consents.id', 'consents.address', 'digests.slug', 'how', 'language', 'version', 'text'])
    .select(['asked_at', 'asked_network', 'asked_browser', 'given_at', 'given_network', 'given_browser'])
    .where('canonical', '=', canonical)
    .orderBy('consents.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    digest: row.slug,
    how: row.how,
    wording:
      row.language === null || row.version === null || row.text === null
        ? null
        : { language: row.language, version: row.version, text: row.text },
    asked: { at: row.asked_at, network: row.asked_network, browser: row.asked_browser },
    given: { at: row.given_at, network: row.given_network, browser: row.given_browser },
  }))
}
