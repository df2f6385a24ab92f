import type { FastifyReply } from 'fastify'

/** For pages that concern one person: nobody keeps them, no search engine lists them. */
export const sendPrivately = (reply: FastifyReply, html: string): FastifyReply =>
  sendHtml(reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex, nofollow'), html)

export const sendHtml = (reply: FastifyReply, html: string): FastifyReply => reply.type('text/html; charset=utf-8').send(html)
