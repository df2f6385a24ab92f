import type { FastifyReply } from 'fastify'
import type { Web } from '../web.ts'
import type { Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

/** Answers 404 with a page of the desk: there is no such thing, or it is another's. */
export const notFound = (web: Web, visit: Visit): FastifyReply =>
  sendDeskPage(web, { ...visit, reply: visit.reply.code(404) }, { name: 'not-found', title: visit.words.say('notFoundTitle') })
