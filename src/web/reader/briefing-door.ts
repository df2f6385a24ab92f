import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Source } from '../../domain/briefing.ts'
import { cutText } from '../../domain/cut-text.ts'
import { ROUTES } from '../../domain/links.ts'
import { markdownToHtml } from '../../render/markdown.ts'
import { webUrl } from '../../render/web-url.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import { findPublicBriefing, type PublicBriefing } from '../../store/listings/public-briefings.ts'
import { notFound } from '../answer-faults.ts'
import { sendHtml } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { storyView } from './story-view.ts'

type Wanted = FastifyRequest<{ Params: { slug: string } }>

/** A withdrawn briefing is gone from caches after so many seconds. */
const KEPT = 60
const DESCRIPTION = 160

/** `/b/<slug>`: the whole text of a published briefing. */
export function briefingDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.briefing}:slug`, (request: Wanted, reply) => showBriefing(web, request, reply))
}

async function showBriefing(web: Web, request: Wanted, reply: FastifyReply): Promise<FastifyReply> {
  const briefing = await findPublicBriefing(web.store.db, request.params.slug)
  if (!briefing) return notFound(web, request, reply)
  const html = writeBriefing(web, briefing)
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
  reply.header('etag', etag).header('cache-control', `public, max-age=${KEPT}`)
  return isKnown(request.headers['if-none-match'], etag) ? reply.code(304).send() : sendHtml(reply, html)
}

// The words around the text are in its own language where we have them, so that the page is the same for everybody.
function writeBriefing(web: Web, briefing: PublicBriefing): string {
  const { content } = briefing
  const language = frameLanguage([content.language])
  const story = storyView(briefing, wordsFor(language))
  const view = { story, html: markdownToHtml(content.body), sources: content.sources.map(sourceView) }
  const description = cutText(content.standfirst, DESCRIPTION)
  return writePage(web, { name: 'briefing', language, title: content.title, description, words: ['storySources', 'storyMore'], view })
}

const sourceView = ({ title, url }: Source) => ({ title, url: url === undefined ? '' : (webUrl(url) ?? '') })

// RFC 9110 §13.1.2: `*`, or a list of tags, compared weakly.
const isKnown = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
