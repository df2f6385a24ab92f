import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES, type SubscriptionRef } from '../../domain/links.ts'
import { renewPrivateFeed } from '../../flow/renew-private-feed.ts'
import { frameLanguage } from '../../render/words.ts'
import { getFeedSeries } from '../../store/listings/private-feeds.ts'
import { findReaderSubscription, type ReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import { notFound } from '../answer-faults.ts'
import { cleanToken, readToken } from '../reader/read-token.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { wordsFor } from '../../render/words.ts'
import { FEED_KINDS } from './feed-links.ts'

type OfToken = FastifyRequest<{ Params: { token: string } }>

const WORDS = ['feedsTitle', 'feedsAbout', 'feedsNew', 'feedsNewAbout', 'feedsMade', 'feedsEnd', 'feedsKind', 'preferences']

/** `/f/<token>`: the addresses of a reader's own feed; a POST makes new ones. A GET changes nothing. */
export function ownFeedDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.feeds}:token`, (request: OfToken, reply) => show(web, request, reply, { isNew: false }))
  server.post(`${ROUTES.feeds}:token`, async (request: OfToken, reply) => {
    const ref = readToken(web, request.params.token)
    const { ok } = ref ? await renewPrivateFeed(web.store, ref, web.clock()) : { ok: false }
    return show(web, request, reply, { isNew: ok })
  })
}

async function show(web: Web, request: OfToken, reply: FastifyReply, { isNew }: { isNew: boolean }): Promise<FastifyReply> {
  const ref = readToken(web, request.params.token)
  const known = ref && (await findReaderSubscription(web.store.db, ref))
  if (!ref || known?.subscription.state !== 'active') return notFound(web, request, reply)
  return sendPrivately(reply, await writeFeeds(web, ref, { known, token: cleanToken(request.params.token), isNew }))
}

type Shown = { known: ReaderSubscription; token: string; isNew: boolean }

async function writeFeeds(web: Web, ref: SubscriptionRef, { known, token, isNew }: Shown): Promise<string> {
  const { subscriberId } = ref
  const base = web.publication.links.privateFeed({ subscriberId, series: await getFeedSeries(web.store.db, subscriberId) })
  const language = frameLanguage(known.subscription.languages)
  const view = {
    isNew,
    feeds: FEED_KINDS.map(({ name, file }) => ({ name, url: `${base}/${file}` })),
    path: ROUTES.feeds.slice(1) + token,
    preferencesPath: ROUTES.preferences.slice(1) + token,
  }
  return writePage(web, { name: 'own-feed', language, title: wordsFor(language).say('feedsTitle'), words: WORDS, view })
}
