import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { judgeKey } from '../../flow/desk/api-keys.ts'
import { explain } from '../../flow/explain/explain.ts'
import { sayExplanation } from '../../render/say-explanation.ts'
import { wordLanguages, wordsFor } from '../../render/words.ts'
import type { Web } from '../web.ts'
import { sendProblem } from './problem.ts'

const question = z.object({
  address: z.string().min(3).max(320),
  briefing: z.string().min(1).max(300),
  issue: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  language: z.enum(wordLanguages as [string, ...string[]]).default('en'),
})

/**
 * `GET /api/v1/explain?address=…&briefing=…`: why a reader got a story, will get it, or did not, by reason codes and in words. For programs
 * with a key, as `Authorization: Bearer <key>` (RFC 6750 section 2.1).
 */
export function explainDoor(server: FastifyInstance, web: Web): void {
  server.get('/api/v1/explain', async (request, reply) => ((await isLetIn(web, request, reply)) ? answer(web, request, reply) : reply))
}

async function isLetIn({ store, clock }: Web, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const [, key = ''] = /^Bearer +(\S{10,200})$/i.exec(request.headers.authorization ?? '') ?? []
  const verdict = await judgeKey(store.db, { key, scope: 'read' }, clock())
  if (verdict === 'good') return true
  if (verdict === 'unknown') reply.header('www-authenticate', 'Bearer')
  const detail =
    verdict === 'unknown' ? 'Send a key as "Authorization: Bearer <key>". "broadsheet key add" makes one.' : 'This key may not read.'
  sendProblem(reply, verdict === 'unknown' ? 401 : 403, { title: 'Not let in', detail })
  return false
}

async function answer(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const read = question.safeParse(request.query)
  if (!read.success) return sendProblem(reply, 400, { title: 'The question cannot be read', detail: z.prettifyError(read.error) })
  const { address, briefing, issue, language } = read.data
  const explained = await explain(web.store.db, { address, briefing, ...(issue === undefined ? {} : { issueId: issue }) }, web.clock())
  if (!explained.ok) return sendProblem(reply, 404, { title: 'There is no such thing', detail: explained.reason })
  const words = wordsFor(language)
  const explanations = explained.explanations.map((one) => ({ ...one, said: sayExplanation(one, words, 'UTC') }))
  return reply.header('cache-control', 'no-store').send({ address: explained.address, briefing: explained.briefing, explanations })
}
