import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { beginRequest, endRequest } from '../../../flow/answer-once.ts'
import type { Web } from '../../web.ts'
import { callerOf, type Api } from './api.ts'
import { Refusal } from './refusal.ts'

const HEADER = 'idempotency-key'

/**
 * A request that changes something may name itself with `Idempotency-Key`: sent again within a day, because its answer was lost, it is not
 * done again but answered as before (draft-ietf-httpapi-idempotency-key-header).
 */
export function doOnce(api: Api, { store: { db }, clock }: Web): void {
  const begun = new WeakMap<FastifyRequest, string>()
  api.addHook('preHandler', async (request, reply) => {
    const word = wordOf(request)
    if (word === undefined) return
    const answer = await beginRequest(db, askedBy(request, word), clock())
    if (answer.kind === 'go') begun.set(request, word)
    else if (answer.kind === 'answered')
      return reply
        .code(answer.status)
        .header('idempotency-replayed', 'true')
        .type(typeOf(answer.status))
        .serializer(asItIs)
        .send(answer.answer)
    else if (answer.kind === 'other')
      throw new Refusal(422, 'That Idempotency-Key was used for another request', 'Send every request under a key of its own.')
    else throw new Refusal(409, 'That request is under way', 'Wait a little, then send it again with the same Idempotency-Key.')
  })
  api.addHook('onSend', async (request, reply, payload) => {
    const word = begun.get(request)
    if (word === undefined) return
    begun.delete(request)
    const answer = typeof payload === 'string' ? payload : ''
    await endRequest(db, askedBy(request, word), { status: reply.statusCode, answer })
  })
}

const asItIs = (payload: unknown): string => String(payload)

const typeOf = (status: number): string => (status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8')

function wordOf({ method, headers, routeOptions }: FastifyRequest): string | undefined {
  const word = headers[HEADER]
  if (method === 'GET' || word === undefined) return undefined
  if (routeOptions.config.tellsSecret)
    throw new Refusal(
      400,
      'No Idempotency-Key is taken here',
      'What this answers is told once. Send it without, and end a key that you did not get to read.',
    )
  if (typeof word === 'string' && /^[!-~]{1,255}$/.test(word)) return word
  throw new Refusal(400, 'That Idempotency-Key cannot be taken', 'Send 1 to 255 visible ASCII characters, such as a UUID.')
}

function askedBy(request: FastifyRequest, word: string) {
  const said = JSON.stringify([request.method, request.url, request.body ?? null])
  return { keyId: callerOf(request).keyId, word, requestHash: hash('sha256', said, 'base64url') }
}
