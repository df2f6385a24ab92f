import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { takeWebhook, type WebhookTaken } from '../../flow/take-webhook.ts'
import { notFound } from '../answer-faults.ts'
import type { Web, WebOptions } from '../web.ts'

type Hearing = Web & Pick<WebOptions, 'webhooks' | 'log'>

type Posted = FastifyRequest<{ Params: { provider: string } }>

const LONGEST_BODY = 1_000_000
const MINUTE = 60_000

/** A provider posts from a few addresses of its own, many at once after a large issue; batches are large where there is much to tell. */
const MOST_A_MINUTE = 3_000

/**
 * `POST /reports/<provider>`: what mail providers report. 200 when it is stored, 403 without the provider's signature, 503 when it cannot be
 * stored, so that it is sent again. A provider that is not set does not exist.
 */
export function reportsDoor(server: FastifyInstance, web: Hearing): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LONGEST_BODY }, (_, body, done) => done(null, body))
  const rateLimit = { max: MOST_A_MINUTE, timeWindow: MINUTE }
  server.post('/reports/:provider', { bodyLimit: LONGEST_BODY, config: { rateLimit } }, (request: Posted, reply) =>
    take(web, request, reply),
  )
}

async function take(web: Hearing, request: Posted, reply: FastifyReply): Promise<FastifyReply> {
  const { provider } = request.params
  if (!web.webhooks?.has(provider)) return notFound(web, request, reply)
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
  const taken = await takeWebhook({ ...web, readers: web.webhooks }, { provider, headers: request.headers, body }, web.clock()).catch(
    (error: unknown): WebhookTaken => {
      web.log?.error({ err: error, provider }, 'A report could not be stored')
      return { state: 'away' }
    },
  )
  return answer(taken, reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store'))
}

function answer({ state }: WebhookTaken, reply: FastifyReply): FastifyReply {
  switch (state) {
    case 'stored':
      return reply.code(200).send('stored')
    case 'unsigned':
      return reply.code(403).send('The signature does not hold.')
    case 'unreadable':
      return reply.code(400).send('This is no event in a form that we know.')
    case 'unknown':
      return reply.code(404).send('There is no such provider here.')
    case 'away':
      return reply.code(503).header('retry-after', '60').send('It cannot be stored at the moment; please send it again later.')
  }
}
