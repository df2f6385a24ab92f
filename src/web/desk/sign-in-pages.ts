import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endSessions } from '../../flow/desk/end-sessions.ts'
import { choosePassword, findInvited } from '../../flow/desk/choose-password.ts'
import { SHORTEST_PASSWORD } from '../../flow/desk/password.ts'
import { signIn, whoIsIn } from '../../flow/desk/sign-in.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import { formFields } from './form-fields.ts'
import { cookieOptions, SESSION_COOKIE } from './session-cookie.ts'
import { visitorNetwork, visitorWords } from './visitor.ts'
import { sendDeskPage } from './write-desk-page.ts'

type Welcome = FastifyRequest<{ Params: { word: string } }>

/** The pages before the desk: signing in and out, and choosing a password by a link. */
export function signInPages(server: FastifyInstance, web: Web): void {
  const isOurs = {
    preHandler: (request: FastifyRequest, reply: FastifyReply, done: () => void) => server.csrfProtection(request, reply, done),
  }
  server.get('/sign-in', (request, reply) => showSignIn(web, request, reply))
  server.post('/sign-in', isOurs, (request, reply) => trySignIn(web, request, reply))
  server.post('/sign-out', isOurs, (request, reply) => signOut(web, request, reply))
  server.get('/welcome/:word', (request: Welcome, reply) => showWelcome(web, request, reply))
  server.post('/welcome/:word', isOurs, (request, reply) => choose(web, request as Welcome, reply))
}

function showSignIn(web: Web, request: FastifyRequest, reply: FastifyReply, fault?: 'wrong' | 'needs-code' | 'too-many'): FastifyReply {
  const words = visitorWords(request)
  const { address } = formFields(request, ['address'])
  const notice = fault && { kind: 'danger' as const, text: words.say(`signIn-${fault}`) }
  return sendDeskPage(
    web,
    { reply, words, csrf: reply.generateCsrf() },
    {
      name: 'sign-in',
      title: words.say('signIn'),
      view: { address, next: nextOf(web, request) },
      notice,
    },
  )
}

async function trySignIn(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const fields = formFields(request, ['address', 'password', 'code'])
  const browser = request.headers['user-agent'] ?? ''
  const answer = await signIn(web.store, { ...fields, network: visitorNetwork(request), browser }, web.clock())
  if (!answer.ok) return showSignIn(web, request, reply.code(answer.reason === 'too-many' ? 429 : 403), answer.reason)
  return reply.setCookie(SESSION_COOKIE, answer.word, cookieOptions(web)).redirect(nextOf(web, request), 303)
}

/** A page of the desk to go on to; anything else in its place leads to the front of the desk. */
function nextOf({ publication }: Web, request: FastifyRequest): string {
  const desk = `${rootOf(publication.links.home())}desk`
  const { next } = request.query as Record<string, unknown>
  return typeof next === 'string' && /^\/desk\/[a-z0-9/?=&%.-]*$/i.test(next) ? desk + next.slice('/desk'.length) : desk
}

async function signOut(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = await whoIsIn(web.store.db, request.cookies[SESSION_COOKIE] ?? '', web.clock())
  if (found) await endSessions(web.store, { personId: found.person.id, id: found.session.id }, found.person, web.clock())
  return reply.clearCookie(SESSION_COOKIE, cookieOptions(web)).redirect(`${rootOf(web.publication.links.home())}desk/sign-in`, 303)
}

async function showWelcome(web: Web, request: Welcome, reply: FastifyReply, fault?: string): Promise<FastifyReply> {
  const words = visitorWords(request)
  const person = await findInvited(web.store.db, request.params.word, web.clock())
  const text = person ? fault : 'link-is-over'
  return sendDeskPage(
    web,
    { reply: person ? reply : reply.code(404), words, csrf: reply.generateCsrf() },
    {
      name: 'welcome',
      title: words.say('welcomeTitle'),
      view: {
        invited: person && { address: person.address, name: person.name },
        shortest: SHORTEST_PASSWORD,
        hint: words.say('passwordHint', { count: SHORTEST_PASSWORD }),
      },
      notice: text === undefined ? undefined : { kind: 'danger', text: words.say(`password-${text}`, { count: SHORTEST_PASSWORD }) },
    },
  )
}

async function choose(web: Web, request: Welcome, reply: FastifyReply): Promise<FastifyReply> {
  const { password, again } = formFields(request, ['password', 'again'])
  if (password !== again) return showWelcome(web, request, reply.code(422), 'not-the-same')
  const chosen = await choosePassword(web.store, { word: request.params.word, password }, web.clock())
  if (!chosen.ok) return showWelcome(web, request, reply.code(422), chosen.reason)
  return reply.redirect(`${rootOf(web.publication.links.home())}desk/sign-in`, 303)
}
