import type { FastifyReply } from 'fastify'

/** What went wrong, for programs (RFC 9457): by its kind, in a sentence, and field by field where several things did. */
export type Problem = { title: string; detail: string; errors?: { field: string; message: string }[] }

export const sendProblem = (reply: FastifyReply, status: number, { title, detail, ...more }: Problem): FastifyReply =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, ...more }))
