import { z } from 'zod'
import { HOOK_EVENTS, hookFaultText } from '../../../domain/hook.ts'
import { hookSecret } from '../../../flow/hooks/hook-secret.ts'
import { addHook, replayHook, switchHook } from '../../../flow/hooks/hooks.ts'
import { findListedHook, listHooks, walkPosts, type ListedHook, type ListedPost } from '../../../store/listings/hooks.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { invalid, unknownThing } from './refusal.ts'
import { byId, FAULTS, fromWalk, id, listed, pageOf, readCursor, time, timeOf, timeOrNull, toPage } from './shapes.ts'

const kind = z.enum(HOOK_EVENTS)
const state = z.enum(['active', 'stopped'])

const hook = z.object({
  id: z.number().int(),
  name: z.string(),
  url: z.string(),
  events: z.array(kind),
  state,
  failingSince: time.nullable(),
  stoppedReason: z.string().nullable(),
  waiting: z.number().int().describe('posts that wait for it'),
  lastAt: time.nullable().describe('when it last took one'),
})

const post = z.object({
  id: z.number().int(),
  event: z.string().describe('the same for every try: webhook-id'),
  type: z.string(),
  at: time,
  state: z.enum(['waiting', 'posting', 'taken', 'given-up']),
  attempts: z.number().int(),
  nextAt: time,
  status: z.number().int().nullable(),
  answer: z.string().nullable(),
})

const wanted = z.object({ name: z.string().max(80), url: z.string().max(500), events: z.array(kind).min(1) })
const onePost = z.object({ id, post: id })

const tags = ['hooks']

/** Webhooks out: other programs are told what happens here. */
export function hookRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/hooks',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'listHooks', summary: 'Webhooks; a search looks into names and addresses' },
        ...{ querystring: listed, response: { 200: pageOf(hook), ...FAULTS } },
      },
    },
    async ({ query: { after, limit, search } }) => {
      const all = await listHooks(store.db, { search: search ?? '' })
      return toPage(
        all.filter((one) => one.id > readCursor(after)),
        limit,
        hookOf,
      )
    },
  )
  api.post(
    '/hooks',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'createHook', summary: 'Tell an address of some kinds of events from now on' },
        ...{ body: wanted, response: { 201: hook, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const made = await addHook(store, request.body, callerOf(request).actor, web.clock())
      if (!made.ok) throw invalid(hookFaultText(made.reason))
      return reply.code(201).send(await getHook(web, made.id))
    },
  )
  api.get(
    '/hooks/:id',
    {
      ...needs('admin'),
      schema: { tags, operationId: 'getHook', summary: 'One webhook', params: byId, response: { 200: hook, ...FAULTS } },
    },
    async ({ params }) => getHook(web, params.id),
  )
  api.patch(
    '/hooks/:id',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'updateHook', summary: 'Stop a webhook, or start it again: what has waited is posted then' },
        ...{ params: byId, body: z.object({ state }), response: { 200: hook, ...FAULTS } },
      },
    },
    async (request) => {
      const { params, body } = request
      await switchHook(store, { id: params.id, state: body.state }, callerOf(request).actor, web.clock())
      return getHook(web, params.id)
    },
  )
  api.get(
    '/hooks/:id/secret',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'getHookSecret', summary: 'With what its receiver checks that a post is ours (Standard Webhooks)' },
        ...{ params: byId, response: { 200: z.object({ secret: z.string() }), ...FAULTS } },
      },
    },
    async ({ params }, reply) => {
      const found = await findListedHook(store.db, params.id)
      if (!found) throw unknownThing(`webhook ${params.id}`)
      reply.header('cache-control', 'no-store')
      return { secret: hookSecret(found.nonce, web.publication.sign) }
    },
  )
  api.get(
    '/hooks/:id/posts',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'listHookPosts', summary: 'What was posted and what was answered, the newest first' },
        ...{ params: byId, querystring: listed, response: { 200: pageOf(post), ...FAULTS } },
      },
    },
    async ({ params, query: { after, limit, search } }) => {
      await getHook(web, params.id)
      const behind = readCursor(after) || undefined
      return fromWalk(await walkPosts(store.db, { hookId: params.id, search: search ?? '', behind, limit }), postOf)
    },
  )
  api.post(
    '/hooks/:id/posts/:post/replay',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'replayHookPost', summary: 'Post an event once more' },
        ...{ params: onePost, response: { 204: z.null(), ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id: hookId, post: wish } = request.params
      const isThere = await replayHook(store, { hookId, id: wish }, callerOf(request).actor, web.clock())
      if (!isThere) throw unknownThing(`post ${wish} of webhook ${hookId}`)
      return reply.code(204).send(null)
    },
  )
}

async function getHook({ store }: Web, wish: number): Promise<z.infer<typeof hook>> {
  const found = (await listHooks(store.db)).find((one) => one.id === wish)
  if (!found) throw unknownThing(`webhook ${wish}`)
  return hookOf(found)
}

const hookOf = ({ nonce: _, failingSince, lastAt, ...one }: ListedHook): z.infer<typeof hook> => ({
  ...one,
  ...{ failingSince: timeOrNull(failingSince), lastAt: timeOrNull(lastAt) },
})

const postOf = ({ word, kind: type, at, nextAt, body: _, took: __, ...one }: ListedPost): z.infer<typeof post> => ({
  ...one,
  ...{ event: word, type, at: timeOf(at), nextAt: timeOf(nextAt) },
})
