import { z } from 'zod'
import { endApiKey, makeApiKey, SCOPES } from '../../../flow/desk/api-keys.ts'
import { listApiKeys, type ListedKey } from '../../../store/listings/api-keys.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { unknownThing } from './refusal.ts'
import { byId, FAULTS, listed, pageOf, readCursor, time, timeOf, timeOrNull, toPage } from './shapes.ts'

const key = z.object({
  id: z.number().int(),
  name: z.string(),
  start: z.string().describe('its first letters, by which people tell keys apart'),
  scopes: z.array(z.enum(SCOPES)),
  madeBy: z.string().describe('who answers for it; it ends when that person is shut out'),
  createdAt: time,
  usedAt: time.nullable().describe('to the day'),
  endedAt: time.nullable(),
})

const wanted = z.object({ name: z.string().trim().min(1).max(80), scopes: z.array(z.enum(SCOPES)).min(1) })
const made = z.object({ id: z.number().int(), key: z.string().describe('told now, and never again') })

const tags = ['keys']

/** The keys by which programs use this API. A key made here is answered for by the person behind the one that made it. */
export function keyRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/keys',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'listKeys', summary: 'Keys of the API, the newest first; a search looks into names' },
        ...{ querystring: listed, response: { 200: pageOf(key), ...FAULTS } },
      },
    },
    async ({ query: { after, limit, search } }) => {
      const below = readCursor(after)
      const all = await listApiKeys(store.db, { search: search ?? '' })
      return toPage(below > 0 ? all.filter(({ id }) => id < below) : all, limit, keyOf)
    },
  )
  api.post(
    '/keys',
    {
      // Answers are kept for those who ask again; this one is told once.
      config: { needs: 'admin', tellsSecret: true },
      schema: {
        ...{ tags, operationId: 'createKey', summary: 'Make a key; it is told once, so an Idempotency-Key is not taken' },
        ...{ body: wanted, response: { 201: made, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { actor } = callerOf(request)
      const { name, scopes } = request.body
      const answer = await makeApiKey(store, { name, scopes: SCOPES.filter((one) => scopes.includes(one)), person: actor }, web.clock())
      return reply.code(201).send(answer)
    },
  )
  api.delete(
    '/keys/:id',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'endKey', summary: 'End a key at once, were it the one that asks' },
        ...{ params: byId, response: { 204: z.null(), ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const isEnded = await endApiKey(store, id, callerOf(request).actor, web.clock())
      if (!isEnded) throw unknownThing(`key ${id} that still lets somebody in`)
      return reply.code(204).send(null)
    },
  )
}

const keyOf = ({ scopes, createdAt, usedAt, endedAt, ...one }: ListedKey): z.infer<typeof key> => ({
  ...one,
  scopes: SCOPES.filter((scope) => scopes.split(',').includes(scope)),
  ...{ createdAt: timeOf(createdAt), usedAt: timeOrNull(usedAt), endedAt: timeOrNull(endedAt) },
})
