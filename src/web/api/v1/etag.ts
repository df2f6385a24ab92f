import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from './api.ts'
import { Refusal } from './refusal.ts'

/** A tag of what something looks like now (RFC 9110 §8.8.3). */
const etagOf = (thing: unknown): string => `"${hash('sha256', JSON.stringify(thing), 'base64url').slice(0, 27)}"`

/** Names the state of what is answered; `state`, where not all of it counts. */
export function tag<Thing>(reply: FastifyReply, thing: Thing, state: unknown = thing): Thing {
  reply.header('etag', etagOf(state))
  return thing
}

/** Answers 304 to who has the same state already (RFC 9110 §13.1.2). */
export function answerUnmodified(api: Api): void {
  api.addHook('onSend', async (request, reply, payload) => {
    const etag = reply.getHeader('etag')
    const known = listOf(request.headers['if-none-match'])
    if (request.method !== 'GET' || typeof etag !== 'string' || !(known.includes(etag) || known.includes('*'))) return payload
    reply.code(304).removeHeader('content-length')
    return null
  })
}

/** Throws where somebody else has changed it since it was read (RFC 9110 §13.1.1). */
export function expectUnchanged({ headers }: Pick<FastifyRequest, 'headers'>, state: unknown): void {
  const { 'if-match': wanted } = headers
  if (wanted === undefined || wanted === '*' || listOf(wanted).includes(etagOf(state))) return
  throw new Refusal(
    412,
    'Somebody else has changed it',
    'Read it again, look at what is different, and send your change with the new ETag.',
  )
}

const listOf = (header: string | undefined): string[] => (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
