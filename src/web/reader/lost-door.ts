import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { sendPreferencesLink } from '../../flow/send-preferences-link.ts'
import { wordsFor } from '../../render/words.ts'
import { askedLanguage } from '../asked-languages.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web, WebOptions } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { writeQuestionPage } from './question-page.ts'

type LostWeb = Web & Pick<WebOptions, 'log'>

/** Somebody at one network, or a whole house behind one address of it. */
const PATIENCE = { max: 20, timeWindow: '1 minute' }

const PATH = '/preferences'

/**
 * `/preferences`: asks for the link to one's preferences by address. The answer is the same for every address, and is given before anybody
 * looks whether we know it, so that it takes the same time, too. `/preferences/<token>…` leads to the page of the link.
 */
export function lostDoor(server: FastifyInstance, web: LostWeb): void {
  const working = new Set<Promise<void>>()
  server.addHook('onClose', async () => void (await Promise.all(working)))
  server.get(PATH, (request, reply) => ask(web, request, reply))
  server.post(PATH, { config: { rateLimit: PATIENCE } }, (request, reply) => {
    const work = send(web, request).finally(() => working.delete(work))
    working.add(work)
    const language = askedLanguage(web, request.headers['accept-language'])
    return sendPrivately(reply, writeQuestionPage(web, { language, title: 'lostDoneTitle', about: ['lostDone'] }))
  })
  const root = rootOf(web.publication.links.home()).replace(/\/$/, '')
  server.get(`${PATH}/*`, (request: FastifyRequest<{ Params: { '*': string } }>, reply) =>
    reply.redirect(root + ROUTES.preferences + request.params['*'].split('/').map(encodeURIComponent).join('/'), 302),
  )
}

async function ask(web: LostWeb, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const language = askedLanguage(web, request.headers['accept-language'])
  const title = wordsFor(language).say('lostTitle')
  const html = writePage(web, {
    name: 'lost',
    language,
    title,
    words: ['lostAbout', 'lostAddress', 'lostButton'],
    view: { heading: title },
  })
  return sendPrivately(reply, html)
}

async function send({ store, publication, clock, log }: LostWeb, { body }: FastifyRequest): Promise<void> {
  const { address } = (body ?? {}) as Record<string, unknown>
  // Only after the answer: how long the work takes tells whether an address is known.
  await new Promise((next) => setImmediate(next))
  try {
    await sendPreferencesLink(store, publication, typeof address === 'string' ? address : '', clock())
  } catch (error) {
    log?.error({ err: error }, 'A link to preferences could not be sent')
  }
}
