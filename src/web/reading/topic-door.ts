import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import type { Topic } from '../../domain/topic.ts'
import { listPublicBriefings } from '../../store/listings/public-briefings.ts'
import { listPublicTopics } from '../../store/listings/public-topics.ts'
import type { MadePage } from '../kept-pages.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { topicPath } from './issue-line-view.ts'
import { makeShelf } from './make-shelf.ts'
import { servePage, type Asked } from './serve-page.ts'
import { storyView } from './story-view.ts'

type OfTopic = FastifyRequest<{ Params: { topic: string } }>

const BRIEFINGS = 20

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

async function makeTopic(web: Web, { id, slug, names, lines }: Topic, asked: Asked): Promise<MadePage> {
  const { query, language, words } = asked
  const { briefings, total, hasOlder } = await listPublicBriefings(web.store, { ...query, topicId: id, limit: BRIEFINGS })
  return makeShelf(web, asked, {
    ...{ kind: 'topic', names, path: topicPath(slug), words: ['topicFind', 'topicNothing', 'monthBriefings'] },
    view: {
      line: Object.keys(lines).length > 0 ? nameView(lines, language) : null,
      count: words.say('briefingCount', { count: total }),
      stories: briefings.map((briefing) => storyView(briefing, words, query.language)),
    },
    found: { total, hasOlder, shown: briefings.length, lastKey: briefings.at(-1)?.publishSeq },
  })
}
