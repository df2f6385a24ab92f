import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import type { Topic } from '../../domain/topic.ts'
import { listPublicBriefings } from '../../store/listings/public-briefings.ts'
import { listPublicTopics } from '../../store/listings/public-topics.ts'
import type { MadePage } from '../kept-pages.ts'
import { listQueryText } from '../list-query.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { pageText } from './archive-door.ts'
import { feedLinks } from './feed-links.ts'
import { topicPath } from './issue-line-view.ts'
import { servePage, type Asked } from './serve-page.ts'
import { storyView } from './story-view.ts'

type OfTopic = FastifyRequest<{ Params: { topic: string } }>

const BRIEFINGS = 20
const WORDS = [...LIST_WORDS, 'navArchive', 'topicFind', 'topicNothing', 'monthBriefings', 'feedFollow']

/** `/t/<topic>`: what was published on a topic, the newest first. */
export function topicDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.topic}:topic`, (request: OfTopic, reply) =>
    servePage(web, request, reply, async (asked) => {
      const topic = (await listPublicTopics(web.store.db)).find(
        ({ slug, formerly }) => slug === request.params.topic || formerly.includes(request.params.topic),
      )
      return topic && makeTopic(web, topic, asked)
    }),
  )
}

async function makeTopic(web: Web, { id, slug, names, lines }: Topic, { query, language, words }: Asked): Promise<MadePage> {
  const { briefings, total, hasOlder } = await listPublicBriefings(web.store, { ...query, topicId: id, limit: BRIEFINGS })
  const name = nameView(names, language)
  const path = topicPath(slug)
  const feeds = feedLinks(path, name.text)
  const view = {
    name,
    line: Object.keys(lines).length > 0 ? nameView(lines, language) : null,
    archivePath: `archive${listQueryText(query.language === undefined ? {} : { language: query.language })}`,
    count: words.say('briefingCount', { count: total }),
    stories: briefings.map((briefing) => storyView(briefing, words, query.language)),
    feeds,
    list: listView(
      {
        path: rootOf(web.publication.links.home()) + path,
        query,
        total,
        lastKey: briefings.at(-1)?.publishSeq,
        hasOlder,
        shown: briefings.length,
      },
      words,
    ),
  }
  const about = { path: path + pageText(query), isInEveryLanguage: true, chosen: query.language, feeds }
  const description = words.say('topicAbout', { topic: name.text })
  return {
    content: writePage(web, { name: 'topic', language, title: name.text, description, words: WORDS, view, about, place: 'archive' }),
  }
}
