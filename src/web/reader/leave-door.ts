import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES, type SubscriptionRef } from '../../domain/links.ts'
import { unsubscribeFromAll } from '../../flow/unsubscribe-from-all.ts'
import { undoChange } from '../../flow/undo-change.ts'
import { unsubscribe } from '../../flow/unsubscribe.ts'
import { listLeavingIds } from '../../store/listings/choice-ids.ts'
import { findReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import { notFound } from '../answer-faults.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writeLeavePage } from './leave-page.ts'
import type { PageNotice, UndoView } from './notice-view.ts'
import { NOTICES } from './preferences-door.ts'
import { readLeaveForm, type LeaveWish } from './read-leave-form.ts'
import { cleanToken, readToken } from './read-token.ts'
import { readChoiceIds, undoOf } from './undoable.ts'

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
  if ('undo' in wish) return takeBack(web, ref, { request, reply, choiceIds: readChoiceIds(wish.undo) })
  const refs = [ref, ...alsoIn(web, request)]
  for (const one of refs) await obey(web, one, wish)
  // The same whether this left or an earlier one: mail programs repeat themselves.
  const ids = await Promise.all(refs.map((one) => listLeavingIds(web.store.db, one)))
  const path = ROUTES.unsubscribe.slice(1) + cleanToken(request.params.token)
  return show(web, ref, request, reply, { undo: undoOf(path, [...new Set(ids.flat())]) })
}

/** The other digests of a mail that was of several: leaving by its address leaves all of them. A bad token among them is passed over. */
const alsoIn = (web: Web, request: Asked): SubscriptionRef[] =>
  [request.query.also ?? []]
    .flat()
    .slice(0, MOST_ALSO)
    .flatMap((token) => readToken(web, token) ?? [])

async function obey({ store, publication, clock }: Web, ref: SubscriptionRef, wish: Exclude<LeaveWish, { undo: string }>): Promise<void> {
  const end = { at: clock(), by: wish.by }
  if (wish.by === 'page' && wish.everything) await unsubscribeFromAll({ store, publication }, ref.subscriberId, { ...end, by: wish.by })
  // Also where the person is unknown by now: nothing is there to end, and the answer stays the same.
  else await unsubscribe(store, ref, end)
}

type TakingBack = { request: Asked; reply: FastifyReply; choiceIds: number[] }

async function takeBack(web: Web, ref: SubscriptionRef, { request, reply, choiceIds }: TakingBack): Promise<FastifyReply> {
  const { store, publication, clock } = web
  const undone = await undoChange(store, publication, { subscriberId: ref.subscriberId, choiceIds }, clock())
  const notice = undone.ok ? NOTICES.undone : NOTICES[undone.reason]
  return show(web, ref, request, reply.code(undone.ok ? 200 : 409), { notice })
}

async function show(web: Web, ref: SubscriptionRef, request: Asked, reply: FastifyReply, said: Said = {}): Promise<FastifyReply> {
  const known = await findReaderSubscription(web.store.db, ref)
  const token = cleanToken(request.params.token)
  const also = [request.query.also ?? []].flat().slice(0, MOST_ALSO)
  return sendPrivately(reply, writeLeavePage(web, { known, token, also, acceptLanguage: request.headers['accept-language'], ...said }))
}

type Said = { notice?: PageNotice; undo?: UndoView | null }
