import type { FastifyInstance } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { listPublicBriefings, type PublicBriefing, type PublicPage } from '../../store/listings/public-briefings.ts'
import type { MadePage } from '../kept-pages.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { findPassage } from './find-passage.ts'
import { servePage, type Asked } from './serve-page.ts'
import { storyView } from './story-view.ts'

const BRIEFINGS = 20
const WORDS = [...LIST_WORDS, 'searchLabel', 'searchTips', 'searchAbout']

/** `/search?q=…`: all that the public briefings say. */
export function searchDoor(server: FastifyInstance, web: Web): void {
  server.get(ROUTES.search, (request, reply) => servePage(web, request, reply, (asked) => makeSearch(web, asked)))
}

async function makeSearch(web: Web, { query, language, words }: Asked): Promise<MadePage> {
  const nothing: PublicPage = { briefings: [], total: 0, hasOlder: false }
  const found = query.search === '' ? nothing : await listPublicBriefings(web.store, { ...query, limit: BRIEFINGS })
  const { briefings, total, hasOlder } = found
  const title = words.say('navSearch')
  const list = listView(
    {
      path: rootOf(web.publication.links.home()) + ROUTES.search.slice(1),
      query,
      total,
      lastKey: briefings.at(-1)?.publishSeq,
      hasOlder,
      shown: briefings.length,
    },
    words,
  )
  const view = {
    stories: briefings.map((briefing) => ({ ...storyView(briefing, words, query.language), passage: passageOf(briefing, query.search) })),
    // Of this page there is no "everything" to go back to.
    list: { ...list, isWorthSearching: true, all: '' },
  }
  const about = { path: ROUTES.search.slice(1), isInEveryLanguage: query.search === '', chosen: query.language }
  return { content: writePage(web, { name: 'search', language, title, words: WORDS, view, about, place: 'search' }) }
}

const passageOf = ({ content }: PublicBriefing, search: string) =>
  findPassage(content.body, search) ?? findPassage(content.standfirst, search) ?? [{ text: content.standfirst, isHit: false }]
