import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES, type SubscriptionRef } from '../../domain/links.ts'
import { unsubscribeFromAll } from '../../flow/unsubscribe-from-all.ts'
import { unsubscribe } from '../../flow/unsubscribe.ts'
import { findReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import { notFound } from '../answer-faults.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writeLeavePage } from './leave-page.ts'
import { readLeaveForm, type LeaveWish } from './read-leave-form.ts'
import { cleanToken, readToken } from './read-token.ts'

type Asked = FastifyRequest<{ Params: { token: string }; Querystring: { also?: string | string[] } }>

const LONGEST_BODY = 8 * 1024
const MOST_ALSO = 50

/**
 * `/u/<token>`: leaving a digest. The address alone says who and which (RFC 8058 §3.1): cookies, sessions and where a request comes from
 * play no part, nor is there a limit per network, for mail providers post from few. GET never changes anything.
 */
export function leaveDoor(server: FastifyInstance, web: Web): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LONGEST_BODY }, (_, body, done) => done(null, body))
  server.get(`${ROUTES.unsubscribe}:token`, (request: Asked, reply) => ask(web, request, reply))
  server.post(`${ROUTES.unsubscribe}:token`, (request: Asked, reply) => leave(web, request, reply))
}

async function ask(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const ref = readToken(web, request.params.token)
  return ref ? show(web, ref, request, reply) : notFound(web, request, reply)
}

async function leave(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const ref = readToken(web, request.params.token)
  if (!ref) return notFound(web, request, reply)
  const wish = readLeaveForm(request.headers['content-type'], typeof request.body === 'string' ? request.body : '')
  if (!wish) return show(web, ref, request, reply.code(400))
  for (const one of [ref, ...alsoIn(web, request)]) await obey(web, one, wish)
  return show(web, ref, request, reply)
}

/** The other digests of a mail that was of several: leaving by its address leaves all of them. A bad token among them is passed over. */
const alsoIn = (web: Web, request: Asked): SubscriptionRef[] =>
  [request.query.also ?? []]
    .flat()
    .slice(0, MOST_ALSO)
    .flatMap((token) => readToken(web, token) ?? [])

async function obey({ store, clock }: Web, ref: SubscriptionRef, wish: LeaveWish): Promise<void> {
  const end = { at: clock(), by: wish.by }
  if (wish.by === 'page' && wish.everything) await unsubscribeFromAll(store, ref.subscriberId, { ...end, by: wish.by })
  // Also where the person is unknown by now: nothing is there to end, and the answer stays the same.
  else await unsubscribe(store, ref, end)
}

async function show(web: Web, ref: SubscriptionRef, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const known = await findReaderSubscription(web.store.db, ref)
  const token = cleanToken(request.params.token)
  const also = [request.query.also ?? []].flat().slice(0, MOST_ALSO)
  return sendPrivately(reply, writeLeavePage(web, { known, token, also, acceptLanguage: request.headers['accept-language'] }))
}
