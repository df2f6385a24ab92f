import type { Language } from '../../domain/briefing.ts'
import { canonicalLanguage, bestOf } from '../../domain/language.ts'
import { cityOf } from '../../render/cities.ts'
import { wordLanguages } from '../../render/words.ts'
import { findOffer, listOfferedDigests, type OfferedDigest } from '../../store/listings/publication.ts'
import type { Web } from '../web.ts'
import type { SignUpOffer } from './read-sign-up-form.ts'

export type DigestOffer = SignUpOffer & { digest: OfferedDigest; digests: OfferedDigest[] }

/** What a digest offers to somebody who reads the page in this language; of no digest by that name, what the first one does. */
export async function findDigestOffer({ store }: Web, slug: string | undefined, language: Language): Promise<DigestOffer | undefined> {
  const digests = await listOfferedDigests(store.db)
  const digest = digests.find((one) => one.slug === slug) ?? digests[0]
  if (!digest) return undefined
  const { topics, published } = await findOffer(store.db, digest.id)
  const languages = [...new Set([...wordLanguages(), ...published])].sort()
  const own = bestOf([canonicalLanguage(language) ?? language], languages) ?? language
  const usual = {
    ...{ address: '', name: '', topics: [], often: 'daily', hour: '07:00', zone: cityOf(digest.schedule.zone, language), days: [] },
    ...{ languages: [own], format: 'html' },
  }
  return { digest, digests, topics, languages, usual }
}
