import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../domain/briefing.ts'
import { readFeedToken, ROUTES } from '../../domain/links.ts'
import type { Names } from '../../domain/topic.ts'
import { nameIn } from '../../render/name-in.ts'
import { wordsFor } from '../../render/words.ts'
import { writeFeed, type FeedItem, type FeedKind } from '../../render/write-feed.ts'
import { findPrivateFeed } from '../../store/listings/private-feeds.ts'
import { listPublicBriefings, type PublicBriefing } from '../../store/listings/public-briefings.ts'
import { findPublicDigest } from '../../store/listings/public-digests.ts'
import { listDigestStories } from '../../store/listings/public-stories.ts'
import { listPublicTopics } from '../../store/listings/public-topics.ts'
import { notFound } from '../answer-faults.ts'
import { finish, type MadePage } from '../kept-pages.ts'
import { sendKept } from '../send-kept.ts'
import type { Web } from '../web.ts'
import { FEED_KINDS } from './feed-links.ts'
import { digestPath, topicPath } from './issue-line-view.ts'

type OfSlug = FastifyRequest<{ Params: { slug: string } }>
type OfToken = FastifyRequest<{ Params: { token: string } }>
type Kind = (typeof FEED_KINDS)[number]

const ITEMS = 50
const PRIVATE = { caching: 'private, max-age=300' }

/** `…/feed.rss`, `…/feed.atom` and `…/feed.json` of a digest, of a topic, and of one reader's own stories. */
export function feedDoor(server: FastifyInstance, web: Web): void {
  for (const kind of FEED_KINDS) {
    const serve = (request: OfSlug, reply: FastifyReply, make: () => Promise<MadePage | undefined>) =>
      servePublic(web, request, reply, { key: `${request.routeOptions.url} ${request.params.slug}`, make })
    server.get(`${ROUTES.digest}:slug/${kind.file}`, (request: OfSlug, reply) =>
      serve(request, reply, () => makeDigestFeed(web, kind, request.params.slug)),
    )
    server.get(`${ROUTES.topic}:slug/${kind.file}`, (request: OfSlug, reply) =>
      serve(request, reply, () => makeTopicFeed(web, kind, request.params.slug)),
    )
    server.get(`${ROUTES.privateFeed}:token/${kind.file}`, (request: OfToken, reply) => servePrivate(web, kind, request, reply))
  }
}

async function servePublic(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, make }: { key: string; make: () => Promise<MadePage | undefined> },
): Promise<FastifyReply> {
  const page = await web.pages.get(key, make)
  return page ? sendKept(request, reply, page) : notFound(web, request, reply)
}

async function makeDigestFeed(web: Web, kind: Kind, slug: string): Promise<MadePage | undefined> {
  const digest = await findPublicDigest(web.store.db, slug)
  if (!digest) return undefined
  const briefings = await listDigestStories(web.store.db, digest.id, { now: web.clock(), limit: ITEMS })
  return makeFeed(web, kind, { names: digest.names, about: 'digestAbout', path: digestPath(slug), briefings })
}

async function makeTopicFeed(web: Web, kind: Kind, slug: string): Promise<MadePage | undefined> {
  const topic = (await listPublicTopics(web.store.db)).find((each) => each.slug === slug || each.formerly.includes(slug))
  if (!topic) return undefined
  const { briefings } = await listPublicBriefings(web.store, { topicId: topic.id, limit: ITEMS })
  return makeFeed(web, kind, { names: topic.names, about: 'topicAbout', path: topicPath(topic.slug), briefings })
}

type Public = { names: Names; about: 'digestAbout' | 'topicAbout'; path: string; briefings: PublicBriefing[] }

/** A feed has one language for everybody: the publication's where there is a name in it. */
function makeFeed({ publication }: Web, { kind, file, type }: Kind, { names, about, path, briefings }: Public): MadePage {
  const { text: name, language } = nameIn(names, publication.language ?? 'en')
  const words = wordsFor(language)
  const home = publication.links.home()
  const items = briefings.map((briefing) => itemOf(briefing, publication.links.briefing(briefing.slug), language))
  const changedAt = latestIn(items)
  const content = writeFeed(kind, {
    title: words.say('feedAll', { name, publication: publication.sender.name }),
    description: words.say(about, { digest: name, topic: name }),
    language,
    author: publication.sender.name,
    pageUrl: home + path,
    feedUrl: `${home}${path}/${file}`,
    changedAt,
    items,
  })
  return { content, type: `${type}; charset=utf-8`, changedAt }
}

async function servePrivate(web: Web, { kind, file, type }: Kind, request: OfToken, reply: FastifyReply): Promise<FastifyReply> {
  const { links, isSigned, sender, language = 'en' } = web.publication
  const ref = readFeedToken(request.params.token, isSigned)
  const stories = ref && (await findPrivateFeed(web.store.db, ref, ITEMS))
  if (!ref || !stories) return notFound(web, request, reply)
  const items = stories.map(({ briefing, isPublic }) =>
    itemOf(briefing, isPublic ? links.briefing(briefing.slug) : links.sharedBriefing(briefing.slug), language),
  )
  const content = writeFeed(kind satisfies FeedKind, {
    title: wordsFor(language).say('feedPrivate', { publication: sender.name }),
    description: sender.name,
    language,
    author: sender.name,
    pageUrl: links.home(),
    feedUrl: `${links.privateFeed(ref)}/${file}`,
    changedAt: latestIn(items),
    items,
  })
  const page = await finish({ content, type: `${type}; charset=utf-8`, changedAt: latestIn(items) })
  return sendKept(request, reply.header('x-robots-tag', 'noindex, nofollow'), page, PRIVATE)
}

const itemOf = ({ publishedAt, changedAt, content, topics }: PublicBriefing, url: string, language: Language): FeedItem => ({
  url,
  publishedAt,
  changedAt,
  content,
  topics: topics.map(({ names }) => nameIn(names, language).text),
})

// An empty feed has not changed since the beginning of time, so it is the same for everybody.
const latestIn = (items: FeedItem[]): number => Math.max(0, ...items.map(({ changedAt }) => changedAt))
