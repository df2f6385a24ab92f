import type { FastifyRequest } from 'fastify'
import { ROUTES, subscriptionToken, type SubscriptionRef } from '../../domain/links.ts'
import { wordLanguages } from '../../render/words.ts'
import { findMailWishes } from '../../store/listings/mail-wishes.ts'
import { listReaderMutes } from '../../store/listings/reader-mutes.ts'
import {
  findReaderSubscription,
  listOfferedTopics,
  listPublishedLanguages,
  listReaderDigests,
} from '../../store/listings/reader-subscriptions.ts'
import type { Web } from '../web.ts'
import type { KnownReader } from './preferences-page.ts'
import { cleanToken, readToken } from './read-token.ts'

export type Asked = FastifyRequest<{ Params: { token: string } }>

export type FoundReader = KnownReader & { ref: SubscriptionRef }

/** The reader whose link this is, with all that the pages of preferences show; undefined for no link of ours, or of somebody unknown. */
export async function findReader(web: Web, word: string): Promise<FoundReader | undefined> {
  const { store, publication, clock } = web
  const ref = readToken(web, word)
  const known = ref && (await findReaderSubscription(store.db, ref))
  if (!known) return undefined
  const { subscriberId, digestId } = ref
  const digests = (await listReaderDigests(store.db, subscriberId)).map((one) => ({
    ...one,
    path: ROUTES.preferences.slice(1) + subscriptionToken({ subscriberId, digestId: one.digest.id }, publication.sign),
  }))
  const languages = [...wordLanguages(), ...(await listPublishedLanguages(store.db)), ...known.subscription.languages]
  const offer = {
    topics: await listOfferedTopics(store.db, digestId),
    languages: [...new Set(languages)].sort(),
    digests: digests.map(({ digest }) => ({ id: digest.id, slug: digest.slug })),
  }
  const mutes = await listReaderMutes(store.db, subscriberId, clock())
  return { ref, known, offer, digests, mutes, mails: await findMailWishes(store.db, subscriberId), token: cleanToken(word) }
}
