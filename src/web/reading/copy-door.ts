import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { direction } from '../../domain/language.ts'
import { MORE, readIssueToken, ROUTES, type IssueRef } from '../../domain/links.ts'
import { listMoreStories, type MoreStories } from '../../flow/list-more-stories.ts'
import { makeIssueShower } from '../../flow/show-issue.ts'
import { nameIn } from '../../render/name-in.ts'
import { wordsFor } from '../../render/words.ts'
import { findPublishedBriefing } from '../../store/listings/public-briefings.ts'
import { isWithdrawn } from '../../store/listings/withdrawn-briefings.ts'
import { gone, notFound } from '../answer-faults.ts'
import { cleanToken } from '../reader/read-token.ts'
import { WEB_COPY } from '../security.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { makeBriefing } from './briefing-door.ts'

type OfIssue = FastifyRequest<{ Params: { token: string } }>
type OfStory = FastifyRequest<{ Params: { slug: string; signature: string } }>

/**
 * What is there for those only who have its link: `/i/<token>`, an issue as one reader got it, `/more` behind that, and `/s/<slug>/<signature>`, a briefing of a
 * private digest. Nobody keeps these pages, and where they lead to learns nothing of their address.
 */
export function copyDoor(server: FastifyInstance, web: Web): void {
  const show = makeIssueShower(web.store, web.publication)
  server.get(`${ROUTES.issueCopy}:token`, async (request: OfIssue, reply) => {
    const ref = readIssueToken(cleanToken(request.params.token), web.publication.isSigned)
    const issue = ref && (await show(ref))
    if (!issue) return notFound(web, request, reply)
    if (issue.format === 'html') return sendPrivately(reply.header('content-security-policy', WEB_COPY), issue.content)
    const { subject: title, language, content } = issue
    return sendPrivately(reply, writePage(web, { name: 'copy', language, title, view: { heading: title, content } }))
  })
  server.get(`${ROUTES.issueCopy}:token${MORE}`, async (request: OfIssue, reply) => {
    const ref = readIssueToken(cleanToken(request.params.token), web.publication.isSigned)
    const more = ref && (await listMoreStories(web.store.db, ref))
    return more ? sendPrivately(reply, writeMore(web, ref, more)) : notFound(web, request, reply)
  })
  server.get(`${ROUTES.sharedBriefing}:slug/:signature`, (request: OfStory, reply) => showShared(web, request, reply))
}

function writeMore(web: Web, ref: IssueRef, { digest, isPublic, language, stories }: MoreStories): string {
  const words = wordsFor(language)
  const { briefing, sharedBriefing, issueCopy } = web.publication.links
  const title = words.say('beyond', { count: stories.length })
  const about = words.say('moreAbout', { digest: nameIn(digest, words.language).text, number: ref.number })
  const views = stories.map(({ slug, content }) => ({
    ...{ language: content.language, dir: direction(content.language), url: isPublic ? briefing(slug) : sharedBriefing(slug) },
    ...{ kicker: content.kicker, title: content.title, standfirst: content.standfirst },
  }))
  const view = { heading: title, about, copyUrl: issueCopy(ref), stories: views }
  return writePage(web, { name: 'more', language, title, words: ['moreBack', 'monthBriefings'], view })
}

async function showShared(web: Web, request: OfStory, reply: FastifyReply): Promise<FastifyReply> {
  const { slug, signature } = request.params
  const isOurs = web.publication.isSigned('story', slug, cleanToken(signature))
  const briefing = isOurs ? await findPublishedBriefing(web.store.db, slug) : undefined
  if (isOurs && !briefing && (await isWithdrawn(web.store.db, slug, { alsoPrivate: true }))) return gone(web, request, reply)
  if (!briefing) return notFound(web, request, reply)
  return sendPrivately(reply, (await makeBriefing(web, briefing, { isShared: true })).content)
}
