import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { beginBriefing, emptyFields } from '../../../flow/editing/begin-briefing.ts'
import { nameIn } from '../../../render/name-in.ts'
import type { Words } from '../../../render/word-folder.ts'
import {
  listDeskBriefings,
  listWrittenLanguages,
  SHOWN_STATES,
  type BriefingLine,
  type BriefingWish,
  type ShownState,
} from '../../../store/listings/edited-briefings.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { languageName } from './language-name.ts'

export const BRIEFING_LIST_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/briefings', needs: 'viewer', act: showList },
  { method: 'POST', path: '/briefings', needs: 'editor', act: begin },
]

const AT_ONCE = 30

async function showList(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, person } = visit
  const wish = wishOf(visit)
  const page = await listDeskBriefings(web.store, { ...wish, limit: AT_ONCE })
  const [topics, languages] = [await listTopics(web.store.db), await listWrittenLanguages(web.store.db)]
  const names = new Map(topics.map(({ slug, names }) => [slug, nameIn(names, words.language).text]))
  const all = SHOWN_STATES.reduce((sum, state) => sum + page.byState[state], 0)
  const last = page.lines.at(-1)
  return sendDeskPage(web, visit, {
    name: 'briefings',
    title: words.say('briefings.title'),
    at: '/briefings',
    view: {
      search: wish.search ?? '',
      mayWrite: mayAct(person.role, 'editor'),
      isSearched: wish.search !== undefined || wish.topic !== undefined || wish.language !== undefined || wish.state !== undefined,
      isEmpty: page.lines.length === 0,
      state: wish.state ?? '',
      states: [
        { label: words.say('briefings.all'), count: all, href: queryOf({ ...wish, state: undefined }), isHere: wish.state === undefined },
        ...SHOWN_STATES.map((state) => ({
          ...{ label: words.say(`briefings.state-${state}`), count: page.byState[state], isHere: wish.state === state },
          href: queryOf({ ...wish, state }),
        })),
      ],
      topics: topics.map(({ slug }) => ({ value: slug, label: names.get(slug) ?? slug, isChosen: wish.topic === slug })),
      languages: languages.map((tag) => ({ value: tag, label: languageName(tag, words.language), isChosen: wish.language === tag })),
      lines: page.lines.map((line) => lineView(line, names, visit)),
      total: words.say('briefings.count', { count: page.total }),
      older: page.hasOlder && last ? queryOf({ ...wish, before: last.id }) : '',
      hasNewer: wish.before !== undefined,
      newest: wish.before === undefined ? '' : queryOf({ ...wish, before: undefined }),
    },
  })
}

function wishOf({ request }: Visit): Omit<BriefingWish, 'limit'> {
  const { search, before } = readListQuery(request.query)
  const { state, topic, language } = request.query as Record<string, unknown>
  const text = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9-]{1,60}$/.test(value)
  return {
    ...(search !== '' && { search }),
    ...(before !== undefined && { before }),
    ...(isState(state) && { state }),
    ...(text(topic) && { topic }),
    ...(text(language) && { language }),
  }
}

const isState = (value: unknown): value is ShownState => SHOWN_STATES.some((state) => state === value)

type Asked = { [Name in keyof BriefingWish]?: BriefingWish[Name] | undefined }

function queryOf({ search, state, topic, language, before }: Asked): string {
  const asked = { q: search, state, topic, language, before: before === undefined ? undefined : String(before) }
  const given = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

const COLOURS: Record<ShownState, string> = {
  draft: 'yellow',
  review: 'azure',
  scheduled: 'purple',
  published: 'green',
  withdrawn: 'secondary',
}

export const stateView = (state: ShownState, words: Words) => ({ label: words.say(`briefings.state-${state}`), colour: COLOURS[state] })

function lineView(line: BriefingLine, names: Map<string, string>, { words, when }: Visit) {
  const at = line.state === 'scheduled' ? line.publishAt : line.state === 'published' ? line.publishedAt : line.changedAt
  return {
    id: line.id,
    title: line.title || words.say('briefings.untitled'),
    hasTitle: line.title !== '',
    language: line.language,
    languageName: languageName(line.language, words.language),
    state: stateView(line.state, words),
    when: when(at ?? line.changedAt),
    author: line.author,
    isPinned: line.isPinned,
    topics: line.topics.map((slug) => names.get(slug) ?? slug),
  }
}

/** Makes an empty draft to write into. */
async function begin(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = await beginBriefing(web.store, emptyFields(visit.words.language), visit.person, web.clock())
  return goOn(web, visit, `/briefings/${id}`)
}
