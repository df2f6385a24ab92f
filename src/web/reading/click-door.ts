import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readCountedLink, ROUTES } from '../../domain/links.ts'
import { makeClickCounter } from '../../flow/count-clicks.ts'
import { notFound } from '../answer-faults.ts'
import { cleanToken } from '../reader/read-token.ts'
import type { Web } from '../web.ts'

type Following = FastifyRequest<{ Params: { token: string }; Querystring: { to?: unknown } }>

/** Milliseconds between the first click and its being written down, with all others until then. */
const GATHER = 5000

/**
 * `/l/<token>?to=<address>`: leads on to where a link of a mail was made to lead, and nowhere else, for the token signs the address. Links
 * of mails from the time when clicks were counted go on working after that is turned off.
 */
export function clickDoor(server: FastifyInstance, web: Web): void {
  const { publication, log } = web
  const clicks = makeClickCounter(web.store)
  let waiting: NodeJS.Timeout | undefined
  const flush = async (): Promise<void> => {
    clearTimeout(waiting)
    waiting = undefined
    await clicks.flush().catch((error: unknown) => log?.error({ err: error }, 'Clicks could not be written down'))
  }
  server.addHook('onClose', flush)
  server.get(`${ROUTES.counted}:token`, (request: Following, reply) => {
    const { to } = request.query
    const link = typeof to === 'string' ? readCountedLink(cleanToken(request.params.token), to, publication.isSigned) : undefined
    if (!link || typeof to !== 'string') return notFound(web, request, reply)
    if (publication.countsClicks === true && isSomebody(request)) {
      clicks.count({ ...link, link: to, from: request.ip }, web.clock())
      waiting ??= setTimeout(() => void flush(), GATHER).unref()
    }
    return lead(reply, to.startsWith('/') ? publication.links.home() + to.slice(1) : to)
  })
}

const lead = (reply: FastifyReply, url: string): FastifyReply =>
  reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex, nofollow').redirect(url, 302)

/**
 * What looks at a link before, or instead of, a person does not count: HEAD, what fetches ahead (Sec-Purpose, and Purpose and X-Moz before
 * it), and programs that do not say that they are a browser.
 */
function isSomebody({ method, headers }: FastifyRequest): boolean {
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers[name])
  const agent = headers['user-agent'] ?? ''
  return method === 'GET' && purposes.every((purpose) => purpose === undefined) && /^Mozilla\//.test(agent) && !MACHINES.test(agent)
}

const MACHINES = /bot\b|bot\/|crawl|spider|preview|scan|proofpoint|mimecast|barracuda|headless|facebookexternalhit|slurp|monitor/i
