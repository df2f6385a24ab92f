import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Web, WebOptions } from '../../web.ts'
import { sendProblem, type Problem } from '../problem.ts'
import { Refusal } from './refusal.ts'

const MOST_ERRORS = 50

/** Answers whatever fails as a problem; what went wrong on our side stays in the log. */
export function answerProblems(server: FastifyInstance, { log }: Web & Pick<WebOptions, 'log'>): void {
  server.setNotFoundHandler((_, reply) =>
    sendProblem(reply, 404, { title: 'There is no such address', detail: 'Look at /api/v1/docs for those that there are.' }),
  )
  server.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500
    if (status < 500) return sendProblem(reply, status, problemOf(error, status))
    log?.error({ err: error, route: `${request.method} ${request.routeOptions.url ?? ''}` }, 'A request of the API failed')
    return ourFault(reply)
  })
}

const ourFault = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 500, { title: 'A fault of ours', detail: 'It is written down in the log. Try again, with the same Idempotency-Key.' })

function problemOf(error: FastifyError | Refusal, status: number): Problem {
  if (error instanceof Refusal) return { title: error.title, detail: error.message, ...(error.errors && { errors: error.errors }) }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.slice(0, MOST_ERRORS).map(({ instancePath, message }) => ({
      field: `${error.validationContext ?? ''}${instancePath}`,
      message: message ?? 'is not what is expected here',
    }))
    return {
      title: 'The request does not have the right shape',
      detail: 'Look at "errors", and at /api/v1/docs for what is expected.',
      errors,
    }
  }
  return { title: TITLES[status] ?? 'The request cannot be read', detail: error.message }
}

const TITLES: Record<number, string> = {
  413: 'The request is too large',
  415: 'Not JSON',
  429: 'Too many requests',
}
