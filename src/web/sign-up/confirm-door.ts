import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readSignUpToken, ROUTES } from '../../domain/links.ts'
import { USUAL_LIMITS } from '../../domain/sign-up.ts'
import { askAgain } from '../../flow/ask-again.ts'
import { confirmSignUp, findSignUpStanding, type SignUpStanding } from '../../flow/confirm-sign-up.ts'
import { askedLanguage } from '../asked-languages.ts'
import { cleanToken } from '../reader/read-token.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writeConfirmPage } from './confirm-page.ts'
import { fieldReader } from './read-sign-up-form.ts'
import { busy, PATIENCE } from './sign-up-door.ts'

type Asked = FastifyRequest<{ Params: { token: string } }>

/**
 * `/c/<token>`: a page with one button, which confirms. Link scanners open the page, and may run what is on it; only pressing the
 * button changes anything.
 */
export function confirmDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.confirm}:token`, (request: Asked, reply) => show(web, request, reply))
  server.post(`${ROUTES.confirm}:token`, { config: { rateLimit: PATIENCE } }, (request: Asked, reply) => press(web, request, reply))
}

async function show(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  return showWith(web, request, reply, 200)
}

async function showWith(web: Web, request: Asked, reply: FastifyReply, status: number): Promise<FastifyReply> {
  const id = idIn(web, request)
  const standing = id === undefined ? UNKNOWN : await findSignUpStanding(web.store.db, id, moment(web))
  return answer(web, request, reply.code(standing.is === 'unknown' ? 404 : status), { standing })
}

async function press(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const id = idIn(web, request)
  if (id === undefined) return answer(web, request, reply.code(404), { standing: UNKNOWN })
  const wish = fieldReader(request.body).one('wish')
  if (wish === 'again') return again(web, request, reply, id)
  if (wish !== 'confirm') return showWith(web, request, reply, 400)
  const { isNew, standing } = await confirmSignUp(web.store, id, { from: whereabouts(request), ...moment(web) })
  return answer(web, request, reply.code(STATUS[standing.is]), { standing, isNew })
}

async function again(web: Web, request: Asked, reply: FastifyReply, id: number): Promise<FastifyReply> {
  const standing = await findSignUpStanding(web.store.db, id, moment(web))
  if (standing.is !== 'expired') return show(web, request, reply)
  const limits = web.signUpLimits ?? USUAL_LIMITS
  const asked = await askAgain(web.store, standing.signUp, { from: whereabouts(request), limits, now: web.clock() })
  if (asked.ok) return answer(web, request, reply, { standing, isAgain: true })
  return busy(web, reply, { language: standing.signUp.language, isHere: asked.reason === 'too-many-here' })
}

const moment = ({ publication, clock }: Web) => ({ hashAddress: publication.hashAddress, now: clock() })

const STATUS: Record<SignUpStanding['is'], number> = {
  waiting: 200,
  confirmed: 200,
  expired: 410,
  left: 410,
  suppressed: 409,
  unknown: 404,
}

const UNKNOWN: SignUpStanding = { is: 'unknown' }

const idIn = ({ publication }: Web, { params }: Asked): number | undefined =>
  readSignUpToken(cleanToken(params.token), publication.isSigned)

const whereabouts = (request: FastifyRequest) => ({ network: request.ip, browser: (request.headers['user-agent'] ?? '').slice(0, 300) })

async function answer(
  web: Web,
  request: Asked,
  reply: FastifyReply,
  about: { standing: SignUpStanding; isNew?: boolean; isAgain?: boolean },
): Promise<FastifyReply> {
  const language = askedLanguage(web, request.headers['accept-language'])
  return sendPrivately(reply, await writeConfirmPage(web, { ...about, token: cleanToken(request.params.token), language }))
}
