import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Digest } from '../../domain/digest.ts'
import { ROUTES } from '../../domain/links.ts'
import { findPublicDigest } from '../../store/listings/public-digests.ts'
import { listPublicIssues } from '../../store/listings/public-issues.ts'
import type { MadePage } from '../kept-pages.ts'
import type { Web } from '../web.ts'
import { digestPath, issueLineView } from './issue-line-view.ts'
import { makeShelf } from './make-shelf.ts'
import { servePage, type Asked } from './serve-page.ts'

type OfDigest = FastifyRequest<{ Params: { digest: string } }>

const ISSUES = 20

/** `/d/<digest>`: the issues of a public digest, the newest first. */
export function digestDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.digest}:digest`, (request: OfDigest, reply) =>
    servePage(web, request, reply, async (asked) => {
      const digest = await findPublicDigest(web.store.db, request.params.digest)
      return digest && makeDigest(web, digest, asked)
    }),
  )
}

async function makeDigest(web: Web, { id, slug, names }: Digest, asked: Asked): Promise<MadePage> {
  const { query, words } = asked
  const { issues, total, hasOlder } = await listPublicIssues(web.store, { ...query, digestId: id, limit: ISSUES, now: web.clock() })
  return makeShelf(web, asked, {
    ...{ kind: 'digest', names, path: digestPath(slug), words: ['digestFind', 'digestNothing', 'monthIssues'] },
    view: {
      count: words.say('issueCount', { count: total }),
      issues: issues.map((issue) => issueLineView(issue, words, query.language)),
    },
    found: { total, hasOlder, shown: issues.length, lastKey: issues.at(-1)?.id },
  })
}
