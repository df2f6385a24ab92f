import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Source } from '../../domain/briefing.ts'
import { cutText } from '../../domain/cut-text.ts'
import { ROUTES } from '../../domain/links.ts'
import { markdownToHtml } from '../../render/markdown.ts'
import { webUrl } from '../../render/web-url.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import {
  findPublicBriefing,
  findPublicCorrected,
  listPublicCorrections,
  type PublicBriefing,
} from '../../store/listings/public-briefings.ts'
import { listPublicRevisions } from '../../store/listings/public-revisions.ts'
import { isWithdrawn } from '../../store/listings/withdrawn-briefings.ts'
import { gone, notFound } from '../answer-faults.ts'
import type { MadePage } from '../kept-pages.ts'
import { sendKept } from '../send-kept.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { correctionViews } from './correction-views.ts'
import { revisionViews } from './revision-views.ts'
import { storyView } from './story-view.ts'

type Wanted = FastifyRequest<{ Params: { slug: string } }>

const DESCRIPTION = 160
const WORDS = ['storySources', 'storyMore', 'storyRevisions', 'storyWhatChanged', 'storyCorrections', 'storyCorrects']

/** `/b/<slug>`: the whole text of a published briefing, its sources, and how it was revised since. */
export function briefingDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.briefing}:slug`, async (request: Wanted, reply) => {
    const { slug } = request.params
    const page = await web.pages.get(`briefing ${slug}`, async () => {
      const briefing = await findPublicBriefing(web.store.db, slug)
      return briefing && makeBriefing(web, briefing)
    })
    if (page) return sendKept(request, reply, page)
    return (await isWithdrawn(web.store.db, slug)) ? gone(web, request, reply) : notFound(web, request, reply)
  })
}

/** The words around the text are in its own language where we have them, so that the page is the same for everybody. */
export async function makeBriefing(web: Web, briefing: PublicBriefing, { isShared = false } = {}): Promise<MadePage> {
  const { content, slug } = briefing
  const language = frameLanguage([content.language])
  const words = wordsFor(language)
  const story = storyView(briefing, words)
  const revisions = revisionViews(await listPublicRevisions(web.store.db, briefing.id), words)
  const corrections = correctionViews(await listPublicCorrections(web.store.db, briefing.id), words)
  const corrected = await findPublicCorrected(web.store.db, briefing.id)
  const corrects = corrected ? correctionViews([corrected], words)[0] : null
  const view = { story, html: markdownToHtml(content.body), sources: content.sources.map(sourceView), revisions, corrections, corrects }
  const about = {
    path: ROUTES.briefing.slice(1) + slug,
    type: 'article' as const,
    publishedAt: briefing.publishedAt,
    modifiedAt: briefing.changedAt,
    tags: story.topics.map(({ text }) => text),
  }
  const description = cutText(content.standfirst, DESCRIPTION)
  return {
    content: writePage(web, {
      name: 'briefing',
      language,
      title: content.title,
      description,
      words: WORDS,
      view,
      ...(!isShared && { about }),
    }),
    changedAt: briefing.changedAt,
  }
}

const sourceView = ({ title, url }: Source) => ({ title, url: url === undefined ? '' : (webUrl(url) ?? '') })
