import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { countByTopic, countInSpans, findPublishedSpan } from '../../store/listings/public-counts.ts'
import { listPublicBriefings } from '../../store/listings/public-briefings.ts'
import { listPublicDigests } from '../../store/listings/public-digests.ts'
import { listPublicIssues } from '../../store/listings/public-issues.ts'
import type { MadePage } from '../kept-pages.ts'
import { listQueryText } from '../list-query.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { monthsBetween, parseMonth, type Month } from './archive-months.ts'
import { digestPath, issueLineView, topicPath } from './issue-line-view.ts'
import { servePage, type Asked } from './serve-page.ts'
import { storyView } from './story-view.ts'

type OfMonth = FastifyRequest<{ Params: { month: string } }>

const BRIEFINGS = 20
const MOST_ISSUES = 200

/** `/archive`: the ways into all that was published, by digest, topic and month; `/archive/2026-03`: what came out in a month. */
export function archiveDoor(server: FastifyInstance, web: Web): void {
  server.get(ROUTES.archive, (request, reply) => servePage(web, request, reply, (asked) => makeArchive(web, asked)))
  server.get(`${ROUTES.archive}/:month`, (request: OfMonth, reply) =>
    servePage(web, request, reply, async (asked) => {
      const month = parseMonth(request.params.month)
      return month && makeMonth(web, month, asked)
    }),
  )
}

const ARCHIVE_WORDS = [...LIST_WORDS, 'archiveAbout', 'archiveDigests', 'archiveTopics', 'archiveMonths', 'archiveNothing', 'searchLabel']

async function makeArchive(web: Web, { query, language, words }: Asked): Promise<MadePage> {
  const { db } = web.store
  const languageQuery = listQueryText(query.language === undefined ? {} : { language: query.language })
  const topics = await countByTopic(db)
  const view = {
    digests: await digestViews(web, { query, language, words }),
    topics: topics
      .filter(({ briefings }) => briefings > 0)
      .map(({ topic, briefings }) => ({
        path: topicPath(topic.slug) + languageQuery,
        ...nameView(topic.names, language),
        count: words.say('briefingCount', { count: briefings }),
      })),
    years: await yearViews(web, { query, language, words }),
    list: searchView(web, query.language),
  }
  const title = words.say('navArchive')
  const about = { path: 'archive', isInEveryLanguage: true, chosen: query.language }
  const description = words.say('archiveAbout')
  return { content: writePage(web, { name: 'archive', language, title, description, words: ARCHIVE_WORDS, view, about, place: 'archive' }) }
}

async function digestViews(web: Web, { query, language, words }: Asked) {
  const digests = await listPublicDigests(web.store.db)
  const listed = digests.map(async ({ id, slug, names }) => {
    const { issues, total } = await listPublicIssues(web.store, { digestId: id, limit: 1, now: web.clock() })
    const latest = issues[0]
    return {
      path: digestPath(slug) + listQueryText(query.language === undefined ? {} : { language: query.language }),
      ...nameView(names, language),
      count: words.say('issueCount', { count: total }),
      latest: latest ? issueLineView(latest, words, query.language) : null,
    }
  })
  return Promise.all(listed)
}

/** The months in which something came out, by year, the newest first. */
async function yearViews({ store, clock }: Web, { query, words }: Asked) {
  const span = await findPublishedSpan(store.db)
  if (!span) return []
  const months = monthsBetween(span.first, Math.min(span.last, clock()))
  const counts = await countInSpans(store.db, months)
  const views = months
    .map(({ key }, index) => ({
      year: key.slice(0, 4),
      path: `archive/${key}${listQueryText(query.language === undefined ? {} : { language: query.language })}`,
      text: words.date(`${key}-01`, 'month'),
      briefings: counts[index] ?? 0,
    }))
    .filter(({ briefings }) => briefings > 0)
    .map((view) => ({ ...view, count: words.say('briefingCount', { count: view.briefings }) }))
  return [...Map.groupBy(views, ({ year }) => year)].map(([year, inYear]) => ({ year, months: inYear }))
}

/** A search form that leads to the page for searching. */
const searchView = ({ publication }: Web, language: Asked['query']['language']) => ({
  action: `${rootOf(publication.links.home())}search`,
  search: '',
  language: language ?? '',
  isSearched: false,
  isWorthSearching: true,
})

const MONTH_WORDS = [...LIST_WORDS, 'navArchive', 'monthIssues', 'monthBriefings', 'monthFind', 'monthNothing']

async function makeMonth(web: Web, month: Month, { query, language, words }: Asked): Promise<MadePage> {
  const { search } = query
  const span = { from: month.from, until: month.until }
  const { briefings, total, hasOlder } = await listPublicBriefings(web.store, { ...query, ...span, limit: BRIEFINGS })
  const isFirst = query.before === undefined
  const issues = isFirst ? (await listPublicIssues(web.store, { search, ...span, limit: MOST_ISSUES, now: web.clock() })).issues : []
  const path = `archive/${month.key}`
  const root = rootOf(web.publication.links.home())
  const title = words.date(`${month.key}-01`, 'month')
  const view = {
    heading: title,
    archivePath: `archive${listQueryText(query.language === undefined ? {} : { language: query.language })}`,
    issues: issues.map((issue) => issueLineView(issue, words, query.language)),
    stories: briefings.map((briefing) => storyView(briefing, words, query.language)),
    list: listView({ path: root + path, query, total, lastKey: briefings.at(-1)?.publishSeq, hasOlder, shown: briefings.length }, words),
  }
  const about = { path: path + pageText(query), isInEveryLanguage: true, chosen: query.language }
  return { content: writePage(web, { name: 'month', language, title, words: MONTH_WORDS, view, about, place: 'archive' }) }
}

/** What makes a page of a list a page of its own. */
export const pageText = ({ search, before }: Asked['query']): string => listQueryText({ search, ...(before !== undefined && { before }) })
