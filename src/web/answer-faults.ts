import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { wordsFor } from '../render/words.ts'
import { askedLanguage } from './asked-languages.ts'
import { sendPrivately } from './send-page.ts'
import type { Web, WebOptions } from './web.ts'
import { writePage } from './write-page.ts'

/** What can go wrong, as people are told: a headline and what to do next, both in templates/words. */
type Fault = 'NotFound' | 'Withdrawn' | 'TooLarge' | 'TooMany' | 'Unreadable' | 'Ours'

/** Calm pages for whatever fails. What it was stays here: in the log, by the route's pattern, for addresses hold tokens. */
export function answerFaults(server: FastifyInstance, options: Web & Pick<WebOptions, 'log'>): void {
  server.setNotFoundHandler((request, reply) => notFound(options, request, reply))
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500
    if (status >= 500)
      options.log?.error({ err: error, route: `${request.method} ${request.routeOptions.url ?? ''}` }, 'A page could not be made')
    return sendFault(options, request, reply.code(status))
  })
}

/** The one answer for everything that is not there, or that one is not to know of. */
export const notFound = (web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply => sendFault(web, request, reply.code(404))

/** For a story that was public and has been withdrawn: it is gone for good reason, and search engines forget it sooner (RFC 9110, 15.5.11). */
export const gone = (web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply => sendFault(web, request, reply.code(410))

function sendFault(web: Web, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = askedLanguage(web, request.headers['accept-language'])
  const words = wordsFor(language)
  const fault = faultOf(reply.statusCode)
  const title = words.say(`fault${fault}`)
  return sendPrivately(
    reply,
    writePage(web, { name: 'fault', language, title, view: { heading: title, next: words.say(`fault${fault}Next`) } }),
  )
}

function faultOf(status: number): Fault {
  if (status === 404) return 'NotFound'
  if (status === 410) return 'Withdrawn'
  if (status === 413) return 'TooLarge'
  if (status === 429) return 'TooMany'
  return status < 500 ? 'Unreadable' : 'Ours'
}
