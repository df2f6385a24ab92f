import { z } from 'zod'
import { DELIVERY_STATES } from '../../../domain/delivery.ts'
import { settleDoubtful } from '../../../flow/settle-doubtful.ts'
import { walkDeliveries, type ListedDelivery } from '../../../store/listings/deliveries.ts'
import { findShownDelivery, type ShownDelivery } from '../../../store/listings/shown-delivery.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { tag } from './etag.ts'
import { cannot, unknownThing } from './refusal.ts'
import { byId, FAULTS, fromWalk, id, listed, pageOf, readCursor, time, timeOf, timeOrNull } from './shapes.ts'

const line = z.object({
  id: z.number().int(),
  issueId: z.number().int(),
  address: z.string(),
  state: z.enum(DELIVERY_STATES),
  dueAt: time,
  nextAt: time,
  settledAt: time.nullable(),
  attempts: z.number().int(),
  reason: z.string().nullable(),
  language: z.string(),
  format: z.string(),
  news: z.array(z.string()).describe('kinds of what was reported about it afterwards'),
})

const attempt = z.object({
  number: z.number().int(),
  outcome: z.string(),
  startedAt: time,
  duration: z.number().describe('milliseconds'),
  relay: z.string(),
  replyCode: z.number().int().nullable(),
  enhancedCode: z.string().nullable(),
  reply: z.string(),
})

const whole = z.object({
  id: z.number().int(),
  address: z.string(),
  digest: z.string(),
  issueId: z.number().int(),
  issueNumber: z.number().int(),
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable(),
  dueAt: time,
  nextAt: time.nullable(),
  settledAt: time.nullable(),
  language: z.string(),
  format: z.string(),
  topics: z.array(z.string()),
  stories: z.array(z.object({ position: z.number().int(), briefingId: z.number().int(), revision: z.number().int(), title: z.string() })),
  attempts: z.array(attempt),
})

const tags = ['deliveries']

export function deliveryRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/deliveries',
    {
      ...needs('viewer'),
      schema: {
        ...{
          tags,
          operationId: 'listDeliveries',
          summary: 'Deliveries in the order of their ids, of an issue in the order of its readers; a search looks into addresses',
        },
        querystring: listed.extend({ issue: id.optional(), state: z.enum(DELIVERY_STATES).optional() }),
        response: { 200: pageOf(line), ...FAULTS },
      },
    },
    async ({ query: { after, limit, search, issue, state } }) => {
      const filter = { search: search ?? '', ...(issue !== undefined && { issueId: issue }), ...(state && { state }) }
      return fromWalk(await walkDeliveries(store.db, { ...filter, behind: readCursor(after), limit }), lineOf)
    },
  )
  api.get(
    '/deliveries/:id',
    {
      ...needs('viewer'),
      schema: {
        tags,
        operationId: 'getDelivery',
        summary: 'One delivery with every attempt and its stories',
        params: byId,
        response: { 200: whole, ...FAULTS },
      },
    },
    async ({ params }, reply) => tag(reply, await getDelivery(web, params.id)),
  )
  api.post(
    '/deliveries/:id/settle',
    {
      ...needs('publisher'),
      schema: {
        ...{
          tags,
          operationId: 'settleDelivery',
          summary: 'Settle a doubtful delivery: it arrived, or it is to go out again',
          params: byId,
        },
        ...{ body: z.object({ verdict: z.enum(['accepted', 'again']) }), response: { 200: whole, ...FAULTS } },
      },
    },
    async (request) => {
      const { params } = request
      const { verdict } = request.body
      const settled = await settleDoubtful(store, { id: params.id, verdict }, web.clock(), callerOf(request).actor)
      if (settled.ok) return getDelivery(web, params.id)
      if (settled.reason === 'no-such-delivery') throw unknownThing(`delivery ${params.id}`)
      throw cannot('It is not doubtful, so there is nothing to settle.')
    },
  )
}

async function getDelivery({ store: { db } }: Web, wanted: number): Promise<z.infer<typeof whole>> {
  const found = await findShownDelivery(db, wanted)
  if (!found) throw unknownThing(`delivery ${wanted}`)
  return wholeOf(found)
}

function lineOf({ stories: _, ...one }: ListedDelivery): z.infer<typeof line> {
  return { ...one, dueAt: timeOf(one.dueAt), nextAt: timeOf(one.nextAt), settledAt: timeOrNull(one.settledAt) }
}

function wholeOf({ leaseUntil: _, news: __, attempts, ...one }: ShownDelivery): z.infer<typeof whole> {
  return {
    ...one,
    dueAt: timeOf(one.dueAt),
    nextAt: timeOrNull(one.nextAt),
    settledAt: timeOrNull(one.settledAt),
    attempts: attempts.map(({ number, outcome, startedAt, duration, relay, replyCode, enhancedCode, reply }) => ({
      ...{ number, outcome, relay, replyCode, enhancedCode, reply, duration },
      startedAt: timeOf(startedAt),
    })),
  }
}
