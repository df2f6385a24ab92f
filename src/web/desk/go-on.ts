import type { FastifyReply } from 'fastify'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import type { DeskNotice } from './desk-notice.ts'
import type { Visit } from './desk-route.ts'
import { leaveNotice } from './left-notice.ts'

/** Answers a form: leads on to a page of the desk, `/briefings/7`, which says what was done. Loading that page again repeats nothing. */
export function goOn(web: Web, { reply }: Pick<Visit, 'reply'>, to: string, notice?: DeskNotice): FastifyReply {
  if (notice) leaveNotice(web, reply, notice)
  return reply.redirect(`${rootOf(web.publication.links.home())}desk${to}`, 303)
}
