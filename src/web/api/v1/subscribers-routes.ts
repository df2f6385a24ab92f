import { z } from 'zod'
import { hourText } from '../../../domain/reader-hour.ts'
import { ALL_READERS, READER_STATES } from '../../../domain/reader-filter.ts'
import { SUPPRESSION_REASONS } from '../../../domain/suppression.ts'
import { weekdaysText } from '../../../domain/weekdays.ts'
import { eraseByHand } from '../../../flow/lists/act-on-reader.ts'
import { findReaders } from '../../../store/listings/found-readers.ts'
import { listReaderLines } from '../../../store/listings/reader-lines.ts'
import { findReaderProfile, type ReaderProfile } from '../../../store/listings/reader-profile.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { tag } from './etag.ts'
import { unknownThing } from './refusal.ts'
import { byId, FAULTS, language, listed, pageOf, readCursor, slug, time, timeOf, timeOrNull } from './shapes.ts'
import { zone } from './subscription-shapes.ts'

const reason = z.enum(SUPPRESSION_REASONS)

const line = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string(),
  createdAt: time,
  subscriptions: z.array(z.object({ digest: z.string(), state: z.enum(['active', 'paused', 'ended']) })),
  suppressed: reason.nullable(),
})

export const subscription = z.object({
  digest: z.string(),
  state: z.enum(['active', 'ended']),
  topics: z.array(z.string()),
  zone: z.string(),
  hour: z.string(),
  weekdays: z.string(),
  languages: z.array(z.string()),
  format: z.string(),
  pausedUntil: time.nullable(),
  endedAt: time.nullable(),
  endedBy: z.string().nullable(),
})

export const subscriber = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string(),
  createdAt: time,
  confirmedAt: time,
  subscriptions: z.array(subscription),
  suppressed: z.object({ reason, note: z.string(), by: z.string(), at: time }).nullable(),
})

const wanted = listed.extend({
  digest: slug.optional(),
  topic: slug.optional(),
  state: z.enum(READER_STATES).optional(),
  language: language.optional(),
  zone: zone.optional(),
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
})

const tags = ['subscribers']

export function subscriberRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/subscribers',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'listSubscribers', summary: 'Subscribers, the newest first; a search looks into addresses and names' },
        description: 'A page takes a bounded time, so it may be short, or even empty, and lead on by `next` all the same.',
        querystring: wanted,
        response: { 200: pageOf(line), ...FAULTS },
      },
    },
    async ({ query: { after, limit, ...asked } }) => {
      const below = readCursor(after)
      const filter = {
        ...ALL_READERS,
        ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
      }
      const now = web.clock()
      const { readers, lookedTo } = await findReaders(store, filter, { limit, now, ...(below > 0 && { below }) })
      const lines = await listReaderLines(store.db, readers, now)
      return {
        items: lines.map((one) => ({ ...one, createdAt: timeOf(one.createdAt), suppressed: one.suppressed ?? null })),
        next: lookedTo > 0 ? `c${lookedTo.toString(36)}` : null,
      }
    },
  )
  api.get(
    '/subscribers/:id',
    {
      ...needs('viewer'),
      schema: {
        tags,
        operationId: 'getSubscriber',
        summary: 'One subscriber with all subscriptions',
        params: byId,
        response: { 200: subscriber, ...FAULTS },
      },
    },
    async ({ params }, reply) => tag(reply, await getSubscriber(web, params.id)),
  )
  api.delete(
    '/subscribers/:id',
    {
      ...needs('admin'),
      schema: {
        ...{
          tags,
          operationId: 'eraseSubscriber',
          summary: 'Erase a subscriber: everything but the hash that keeps us from writing again',
          params: byId,
        },
        response: { 204: z.null(), ...FAULTS },
      },
    },
    async (request, reply) => {
      await getSubscriber(web, request.params.id)
      await eraseByHand(web, request.params.id, { actor: callerOf(request).actor, now: web.clock() })
      return reply.code(204).send(null)
    },
  )
}

export async function findProfile({ store: { db } }: Web, id: number): Promise<ReaderProfile> {
  const found = await findReaderProfile(db, id)
  if (!found) throw unknownThing(`subscriber ${id}`)
  return found
}

export async function getSubscriber(web: Web, id: number): Promise<z.infer<typeof subscriber>> {
  const { address, name, createdAt, confirmedAt, subscriptions, suppressed } = await findProfile(web, id)
  const slugOf = new Map((await listTopics(web.store.db)).map((topic) => [topic.id, topic.slug]))
  return {
    ...{ id, address, name, createdAt: timeOf(createdAt), confirmedAt: timeOf(confirmedAt) },
    subscriptions: subscriptions.map((one) => ({
      ...{ digest: one.digest, state: one.state, languages: one.languages, format: one.format, endedBy: one.endedBy },
      ...{ zone: one.hour.zone, hour: hourText(one.hour.minute), weekdays: weekdaysText(one.hour.weekdays) },
      topics: one.topicIds.map((topicId) => slugOf.get(topicId) ?? String(topicId)),
      pausedUntil: timeOrNull(one.pause?.until ?? null),
      endedAt: timeOrNull(one.endedAt),
    })),
    suppressed: suppressed ? { ...suppressed, at: timeOf(suppressed.at) } : null,
  }
}
