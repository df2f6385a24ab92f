import { z } from 'zod'
import type { Topic } from '../../../domain/topic.ts'
import { addTopic } from '../../../flow/add-topic.ts'
import { editTopic } from '../../../flow/edit-topic.ts'
import { mergeTopics } from '../../../flow/merge-topics.ts'
import { whileHeld } from '../../../flow/while-held.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { expectUnchanged, tag } from './etag.ts'
import { cannot, invalid, unknownThing } from './refusal.ts'
import { bySlug, FAULTS, ifMatch, language, listed, names, pageOf, readCursor, slug, toPage } from './shapes.ts'

const lines = z.record(language, z.string().min(1).max(160)).describe('what it is about, in a sentence, by language tag')

const topic = z.object({
  id: z.number().int(),
  slug: z.string(),
  names: z.record(z.string(), z.string()),
  lines: z.record(z.string(), z.string()),
  position: z.number().int(),
  parent: z.string().nullable().describe('by slug'),
  formerly: z.array(z.string()).describe('slugs and names that it had before: they find it still'),
})

const wanted = z.object({ slug, names, parent: slug.optional() })

const change = z.object({ slug, names, lines, position: z.int().min(0).max(1_000_000), parent: slug.nullable() }).partial()

const tags = ['topics']

export function topicRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/topics',
    {
      ...needs('viewer'),
      schema: { tags, operationId: 'listTopics', summary: 'Topics', querystring: listed, response: { 200: pageOf(topic), ...FAULTS } },
    },
    async ({ query: { after, limit, search } }) => {
      const all = await listTopics(store.db, { search: search ?? '' })
      const slugOf = await slugs(web)
      const rest = all.toSorted((one, other) => one.id - other.id).filter(({ id }) => id > readCursor(after))
      return toPage(rest, limit, (one) => topicOf(one, slugOf))
    },
  )
  api.post(
    '/topics',
    {
      ...needs('admin'),
      schema: { tags, operationId: 'createTopic', summary: 'Make a topic', body: wanted, response: { 201: topic, ...FAULTS } },
    },
    async (request, reply) => {
      const { slug: named, names: called, parent } = request.body
      const { actor } = callerOf(request)
      const added = await addTopic(store, { slug: named, names: called, ...(parent !== undefined && { parent }) }, web.clock(), actor)
      if (!added.ok) throw invalid(added.message)
      return reply.code(201).send(await getTopic(web, named))
    },
  )
  api.get(
    '/topics/:slug',
    {
      ...needs('viewer'),
      schema: { tags, operationId: 'getTopic', summary: 'One topic', params: bySlug, response: { 200: topic, ...FAULTS } },
    },
    async (request, reply) => tag(reply, await getTopic(web, request.params.slug)),
  )
  api.patch(
    '/topics/:slug',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'updateTopic', summary: 'Rename a topic, or change what it says, where it stands and what it is part of' },
        ...{ params: bySlug, headers: ifMatch, body: change, response: { 200: topic, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id } = await getTopic(web, request.params.slug)
      const edit = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined))
      const changed = await whileHeld(store, { table: 'topics', id }, async (inside) => {
        const held = { ...web, store: inside }
        expectUnchanged(request, await getTopic(held, request.params.slug))
        const edited = await editTopic(inside, { topic: request.params.slug, edit }, callerOf(request).actor, web.clock())
        if (!edited.ok) throw invalid(edited.message)
        return getTopic(held, edited.topic.slug)
      })
      return tag(reply, changed)
    },
  )
  api.post(
    '/topics/:slug/merge',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'mergeTopic', summary: 'Merge a topic into another; nobody loses a subscription. It cannot be undone' },
        ...{ params: bySlug, body: z.object({ into: slug }), response: { 200: topic, ...FAULTS } },
      },
    },
    async (request) => {
      const named = { from: request.params.slug, into: request.body.into }
      const merged = await mergeTopics(store, named, callerOf(request).actor, web.clock())
      if (merged.ok) return getTopic(web, merged.into.slug)
      throw merged.reason === 'unknown' ? unknownThing(`topic ${named.from} or ${named.into}`) : cannot(WHY_NOT[merged.reason])
    },
  )
}

const WHY_NOT = {
  same: 'A topic cannot be merged into itself.',
  circle: 'The other topic is part of a part of this one. Give it another parent first.',
  'issue-between': 'An issue is being addressed just now. Try again when that is done.',
}

const slugs = async ({ store }: Web): Promise<Map<number, string>> =>
  new Map((await listTopics(store.db)).map(({ id, slug: is }) => [id, is]))

async function getTopic(web: Web, named: string): Promise<z.infer<typeof topic>> {
  const all = await listTopics(web.store.db)
  const found = all.find((one) => one.slug === named) ?? all.find(({ formerly }) => formerly.includes(named))
  if (!found) throw unknownThing(`topic ${named}`)
  return topicOf(found, await slugs(web))
}

const topicOf = ({ parentId, ...one }: Topic, slugOf: Map<number, string>): z.infer<typeof topic> => ({
  ...one,
  parent: parentId === null ? null : (slugOf.get(parentId) ?? null),
})
