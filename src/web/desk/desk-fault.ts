import type { FastifyReply } from 'fastify'
import type { Web } from '../web.ts'
import type { Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

/** Answers 500 with a page of the desk. What it was stays here: in the log, by the route's pattern. */
export function deskFault(web: Web, visit: Visit, error: unknown): FastifyReply {
  const { request, reply, words } = visit
  // What is refused by its status, or half on its way already, is not for a page of ours to tell.
  if (reply.sent || (error as { statusCode?: number }).statusCode !== undefined) throw error
  web.log?.error({ err: error, route: `${request.method} ${request.routeOptions.url ?? ''}` }, 'A page of the desk could not be made')
  return sendDeskPage(web, { ...visit, reply: reply.code(500) }, { name: 'fault', title: words.say('faultTitle') })
}
