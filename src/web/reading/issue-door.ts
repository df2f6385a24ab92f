import type { FastifyInstance, FastifyRequest } from 'fastify'
import { arrangeEdition } from '../../domain/edition.ts'
import { ROUTES } from '../../domain/links.ts'
import { findNeighbours, findPublicIssue, type PublicIssue } from '../../store/listings/public-issues.ts'
import { listPublicStories, type PublicStory } from '../../store/listings/public-stories.ts'
import type { MadePage } from '../kept-pages.ts'
import { listQueryText } from '../list-query.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { feedLinks } from './feed-links.ts'
import { digestPath, issueLineView, issuePath } from './issue-line-view.ts'
import { servePage, type Asked } from './serve-page.ts'
import { storyView } from './story-view.ts'

type OfIssue = FastifyRequest<{ Params: { digest: string; number: string } }>

const WORDS = ['contents', 'read', 'end', 'issueOlder', 'issueNewer', 'issueAll', 'issueTurn', 'feedFollow']
const FEWEST_FOR_CONTENTS = 3

/** `/d/<digest>/<number>`: an issue with all its stories, as a reader of all topics gets it. */
export function issueDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.digest}:digest/:number`, (request: OfIssue, reply) =>
    servePage(web, request, reply, async (asked) => {
      const { digest, number } = request.params
      const wanted = { digest, number: /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0 }
      const issue = await findPublicIssue(web.store.db, wanted, web.clock())
      return issue && makeIssue(web, issue, asked)
    }),
  )
}

async function makeIssue(web: Web, issue: PublicIssue, { query, language, words }: Asked): Promise<MadePage> {
  const stories = await listPublicStories(web.store.db, issue.id)
  const { older, newer } = await findNeighbours(web.store.db, issue, web.clock())
  const { slug } = issue.digest
  const languageQuery = listQueryText(query.language === undefined ? {} : { language: query.language })
  const line = issueLineView(issue, words, query.language)
  const pathOf = (number: number | undefined): string => (number === undefined ? '' : issuePath(slug, number) + languageQuery)
  const views = stories.map((story) => ({ ...storyView(story.briefing, words, query.language), anchor: `story-${story.position + 1}` }))
  const view = {
    issue: line,
    digestPath: digestPath(slug) + languageQuery,
    contents: stories.length >= FEWEST_FOR_CONTENTS ? views : [],
    sections: sectionsOf(stories, { query, language, words }),
    older: pathOf(older),
    newer: pathOf(newer),
  }
  const title = `${line.digest.text} · ${line.number}`
  const description = issue.titles.map((story) => story.title).join(' · ')
  const about = {
    path: issuePath(slug, issue.number),
    isInEveryLanguage: true,
    chosen: query.language,
    type: 'article' as const,
    publishedAt: issue.dueAt,
    feeds: feedLinks(digestPath(slug), line.digest.text),
  }
  return { content: writePage(web, { name: 'issue', language, title, description, words: WORDS, view, about, place: 'archive' }) }
}

/** The stories below their topics, each once: arranged as a mail is, but nothing is ever too long. */
function sectionsOf(stories: PublicStory[], { query, language, words }: Asked) {
  const topics = new Map(stories.flatMap(({ briefing }) => briefing.topics.map((topic) => [topic.id, topic] as const)))
  const shown = stories.map(({ position, topicIds, briefing, revision }) => ({ position, briefingId: briefing.id, revision, topicIds }))
  const positions = stories.map(({ position }) => position)
  const edition = arrangeEdition(shown, { positions, topicIds: [...topics.keys()], budget: 1, bytesOf: () => 0 })
  const byPosition = new Map(stories.map((story) => [story.position, story]))
  return edition.sections.map(({ topicId, stories: placed }) => ({
    topic: nameView(topics.get(topicId)?.names ?? {}, language),
    stories: placed.flatMap(({ position, size }) => {
      const story = byPosition.get(position)
      if (!story) return []
      const view = storyView(story.briefing, words, query.language)
      const keyPoints = story.briefing.content.keyPoints
      return [
        {
          ...view,
          anchor: `story-${position + 1}`,
          isLead: size === 'lead',
          keyPoints: size === 'lead' ? keyPoints : keyPoints.slice(0, 3),
        },
      ]
    }),
  }))
}
