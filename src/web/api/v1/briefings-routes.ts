import { z } from 'zod'
import type { BriefingFields } from '../../../domain/briefing-fields.ts'
import { acceptBriefing } from '../../../flow/accept-briefing.ts'
import { fieldsInRevision } from '../../../flow/editing/fields-in-revision.ts'
import { schedulePublication, takeStep } from '../../../flow/editing/move-briefing.ts'
import { saveBriefing } from '../../../flow/editing/save-briefing.ts'
import { readBriefing } from '../../../intake/read-briefing.ts'
import { listDeskBriefings, listRevisionsOf, SHOWN_STATES, shownState, type BriefingLine } from '../../../store/listings/edited-briefings.ts'
import { findOneBriefing, type OneBriefing } from '../../../store/listings/one-briefing.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { expectUnchanged, tag } from './etag.ts'
import { cannot, invalid, unknownThing } from './refusal.ts'
import { byId, FAULTS, ifMatch, language, listed, pageOf, readCursor, slug, time, timeOf, timeOrNull, toPage } from './shapes.ts'

const state = z.enum(SHOWN_STATES)

const line = z.object({
  id: z.number().int(),
  title: z.string(),
  language: z.string(),
  state,
  revision: z.number().int(),
  priority: z.number().int(),
  isPinned: z.boolean(),
  changedAt: time,
  publishedAt: time.nullable(),
  publishAt: time.nullable().describe('when it is to be published by itself'),
  author: z.string(),
  topics: z.array(z.string()),
})

const source = z.object({ title: z.string(), url: z.string().optional() })

const whole = z.object({
  id: z.number().int(),
  key: z.string(),
  source: z.string().describe('where it came from; its key is unique there'),
  slug: z.string(),
  state,
  revision: z.number().int(),
  publishedAt: time.nullable(),
  publishAt: time.nullable(),
  kicker: z.string(),
  title: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  body: z.string().describe('Markdown'),
  language: z.string(),
  keyPoints: z.array(z.string()),
  sources: z.array(source),
  sourceCount: z.number().int(),
  updatedOn: z.string().nullable().describe('a calendar date'),
  topics: z.array(z.string()).describe('by slug'),
  priority: z.number().int(),
  isPinned: z.boolean(),
})

const LONGEST_TEXT = 1_000_000

const delivered = z.object({
  key: z.string().min(1).max(200).describe('what makes it the same briefing when it comes again'),
  source: z.string().min(1).max(100).default('api').describe('whose key it is'),
  text: z.string().min(1).max(LONGEST_TEXT).describe('Markdown with front matter, or the plain layout, as a file would hold it'),
  topics: z.array(slug).max(50).optional().describe('in the place of those that the text names'),
  asDraft: z.boolean().default(false).describe('keep it back: it is not published'),
})

const change = z
  .object({
    kicker: z.string().max(500),
    title: z.string().max(500),
    headline: z.string().max(500),
    standfirst: z.string().max(5000),
    body: z.string().max(LONGEST_TEXT),
    language,
    topics: z.array(slug).max(50),
    priority: z.int().min(0).max(9),
    isPinned: z.boolean(),
    updatedOn: z.iso.date().nullable(),
  })
  .partial()

const tags = ['briefings']

export function briefingRoutes(api: Api, web: Web): void {
  const { store } = web
  const { db } = store
  api.get(
    '/briefings',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, summary: 'Briefings, the newest first; a search looks into titles, keys and texts' },
        querystring: listed.extend({ state: state.optional(), topic: slug.optional(), language: language.optional() }),
        response: { 200: pageOf(line), ...FAULTS },
      },
    },
    async ({ query: { after, limit, search, state: wanted, topic, language: spoken } }) => {
      const before = readCursor(after)
      const { lines } = await listDeskBriefings(store, {
        ...{ limit: limit + 1, search: search ?? '' },
        ...(wanted && { state: wanted }),
        ...(topic !== undefined && { topic }),
        ...(spoken !== undefined && { language: spoken }),
        ...(before > 0 && { before }),
      })
      return toPage(lines, limit, lineOf)
    },
  )
  api.post(
    '/briefings',
    {
      ...needs('publisher'),
      bodyLimit: 2 * LONGEST_TEXT,
      schema: {
        ...{ tags, summary: 'Take a briefing in; the same source and key is the same briefing, what it says now its next revision' },
        body: delivered,
        response: { 200: whole.extend({ verdict: z.enum(['new', 'revised', 'published', 'unchanged']) }), ...FAULTS },
      },
    },
    async ({ body: { key, source: from, text, topics, asDraft } }) => {
      const read = readBriefing({ name: `${key}.md`, bytes: Buffer.from(text) })
      if (!read.ok) throw invalid('The text cannot be read as a briefing.', read.problems.map(lineFault))
      const draft = { ...read.briefing, key }
      const accepted = await acceptBriefing(store, { draft, source: from, asDraft, ...(topics && { topics }) }, web.clock())
      if (!accepted.ok) throw invalid('The briefing cannot be taken in.', accepted.problems.map(lineFault))
      return { ...(await getBriefing(web, accepted.id)), verdict: accepted.verdict }
    },
  )
  api.get(
    '/briefings/:id',
    { ...needs('viewer'), schema: { tags, summary: 'One briefing as it stands now', params: byId, response: { 200: whole, ...FAULTS } } },
    async (request, reply) => tag(reply, await getBriefing(web, request.params.id)),
  )
  api.patch(
    '/briefings/:id',
    {
      ...needs('editor'),
      bodyLimit: 2 * LONGEST_TEXT,
      schema: {
        ...{ tags, summary: 'Change what a briefing says; what somebody else has changed meanwhile is merged or refused, never overwritten' },
        ...{ params: byId, headers: ifMatch, body: change, response: { 200: whole, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const before = await getBriefing(web, id)
      expectUnchanged(request, before)
      const saved = await saveBriefing(
        store,
        { id, revision: before.revision, fields: await fieldsAfter(web, id, request.body) },
        callerOf(request).actor,
        web.clock(),
      )
      if (!saved.ok && saved.reason === 'problems')
        throw invalid('The briefing cannot be saved like that.', saved.problems.map(({ field, message }) => ({ field, message })))
      if (!saved.ok) throw cannot('Somebody else has changed the same words meanwhile. Read it again, and send your change anew.')
      return tag(reply, await getBriefing(web, id))
    },
  )
  api.get(
    '/briefings/:id/revisions',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, summary: 'Every revision, the newest first', params: byId },
        response: {
          200: z.object({ items: z.array(z.object({ number: z.number().int(), at: time, author: z.string(), title: z.string(), body: z.string() })) }),
          ...FAULTS,
        },
      },
    },
    async ({ params: { id } }) => {
      await findBriefing(web, id)
      const revisions = await listRevisionsOf(db, id)
      return {
        items: revisions.map(({ number, at, author, content }) => ({ number, at: timeOf(at), author, title: content.title, body: content.body })),
      }
    },
  )
  const step = z.discriminatedUnion('move', [
    z.object({ move: z.enum(['review', 'draft', 'publish', 'withdraw', 'bring-back', 'unschedule']) }),
    z.object({ move: z.literal('schedule'), at: time }),
  ])
  api.post(
    '/briefings/:id/moves',
    {
      ...needs('publisher'),
      schema: {
        ...{ tags, summary: 'Move a briefing on its way: to review, publish, schedule, withdraw …' },
        ...{ params: byId, body: step, response: { 200: whole, ...FAULTS } },
      },
    },
    async (request) => {
      const { id } = request.params
      const { actor } = callerOf(request)
      const moved =
        request.body.move === 'schedule'
          ? await schedulePublication(store, { id, at: Date.parse(request.body.at) }, actor, web.clock())
          : await takeStep(store, { id, move: request.body.move }, actor, web.clock())
      if (!moved.ok) throw moved.reason === 'unknown' ? unknownThing(`briefing ${id}`) : cannot(WHY_NOT[moved.reason])
      return getBriefing(web, id)
    },
  )
}

const WHY_NOT = {
  'not-now': 'That step does not lead on from where the briefing stands.',
  'no-title': 'It has no title yet.',
  'no-topic': 'It stands on no topic yet, so nobody would get it.',
  past: 'That time is over. Publish it at once, or choose a later time.',
}

const lineFault = ({ line: at, message }: { line: number; message: string }) => ({ field: at > 0 ? `text, line ${at}` : 'text', message })

const lineOf = (one: BriefingLine): z.infer<typeof line> => ({
  ...one,
  changedAt: timeOf(one.changedAt),
  publishedAt: timeOrNull(one.publishedAt),
  publishAt: timeOrNull(one.publishAt),
})

async function findBriefing({ store: { db } }: Web, id: number): Promise<OneBriefing> {
  const found = await findOneBriefing(db, id)
  if (!found) throw unknownThing(`briefing ${id}`)
  return found
}

const getBriefing = async (web: Web, id: number): Promise<z.infer<typeof whole>> => wholeOf(await findBriefing(web, id))

function wholeOf({ content, filing, ...one }: OneBriefing): z.infer<typeof whole> {
  const { updatedOn, ...said } = content
  return {
    ...{ id: one.id, key: one.key, source: one.source, slug: one.slug, revision: one.revision, topics: one.topics },
    state: shownState(one.state, one.publishAt),
    publishedAt: timeOrNull(one.publishedAt),
    publishAt: timeOrNull(one.publishAt),
    ...said,
    sources: said.sources.map(({ title, url }) => ({ title, ...(url !== undefined && { url }) })),
    updatedOn: updatedOn ?? null,
    priority: filing.priority,
    isPinned: filing.isPinned,
  }
}

async function fieldsAfter(web: Web, id: number, { updatedOn, priority, ...texts }: z.infer<typeof change>): Promise<BriefingFields> {
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined))
  return {
    ...fieldsInRevision(await findBriefing(web, id), await listTopics(web.store.db)),
    ...given,
    ...(priority !== undefined && { priority: String(priority) }),
    ...(updatedOn !== undefined && { updatedOn: updatedOn ?? '' }),
  }
}
