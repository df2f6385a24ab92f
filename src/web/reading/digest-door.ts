import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Digest } from '../../domain/digest.ts'
import { ROUTES } from '../../domain/links.ts'
import { findPublicDigest } from '../../store/listings/public-digests.ts'
import { listPublicIssues } from '../../store/listings/public-issues.ts'
import type { MadePage } from '../kept-pages.ts'
import { listQueryText } from '../list-query.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { pageText } from './archive-door.ts'
import { feedLinks } from './feed-links.ts'
import { digestPath, issueLineView } from './issue-line-view.ts'
import { servePage, type Asked } from './serve-page.ts'

type OfDigest = FastifyRequest<{ Params: { digest: string } }>

const ISSUES = 20
const WORDS = [...LIST_WORDS, 'navArchive', 'digestFind', 'digestNothing', 'monthIssues', 'feedFollow']

/** `/d/<digest>`: the issues of a public digest, the newest first. */
export function digestDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.digest}:digest`, (request: OfDigest, reply) =>
    servePage(web, request, reply, async (asked) => {
      const digest = await findPublicDigest(web.store.db, request.params.digest)
      return digest && makeDigest(web, digest, asked)
    }),
  )
}

async function makeDigest(web: Web, { id, slug, names }: Digest, { query, language, words }: Asked): Promise<MadePage> {
  const { issues, total, hasOlder } = await listPublicIssues(web.store, { ...query, digestId: id, limit: ISSUES, now: web.clock() })
  const name = nameView(names, language)
  const path = digestPath(slug)
  const feeds = feedLinks(path, name.text)
  const view = {
    name,
    archivePath: `archive${listQueryText(query.language === undefined ? {} : { language: query.language })}`,
    count: words.say('issueCount', { count: total }),
    issues: issues.map((issue) => issueLineView(issue, words, query.language)),
    feeds,
    list: listView(
      {
        path: rootOf(web.publication.links.home()) + path,
        query,
        total,
        lastKey: issues.at(-1)?.id,
        hasOlder,
        shown: issues.length,
      },
      words,
    ),
  }
  const about = { path: path + pageText(query), isInEveryLanguage: true, chosen: query.language, feeds }
  const description = words.say('digestAbout', { digest: name.text })
  return {
    content: writePage(web, { name: 'digest', language, title: name.text, description, words: WORDS, view, about, place: 'archive' }),
  }
}
