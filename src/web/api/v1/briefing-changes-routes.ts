import type { Saying } from '../../../domain/saying.ts'
import type { Problem } from '../../../domain/briefing.ts'
import { inEnglish } from '../../../render/in-english.ts'
import { z } from 'zod'
import type { BriefingFields } from '../../../domain/briefing-fields.ts'
import { mayAct } from '../../../domain/desk-role.ts'
import { acceptBriefing } from '../../../flow/accept-briefing.ts'
import { fieldsInRevision } from '../../../flow/editing/fields-in-revision.ts'
import { roleToMove, schedulePublication, takeStep } from '../../../flow/editing/move-briefing.ts'
import { saveBriefing } from '../../../flow/editing/save-briefing.ts'
import { whileHeld } from '../../../flow/while-held.ts'
import { readBriefing } from '../../../intake/read-briefing.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { findBriefing, getBriefing, wholeBriefing } from './briefing-shapes.ts'
import { expectUnchanged, tag } from './etag.ts'
import { cannot, invalid, lacksRole, unknownThing } from './refusal.ts'
import { byId, FAULTS, ifMatch, language, slug, time } from './shapes.ts'

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
    translationOf: z.string().max(200).describe('the slug of the briefing whose story it tells, until it is public'),
    corrects: z.string().max(200).describe('the slug of the briefing that it corrects, until it is public'),
  })
  .partial()

const step = z.discriminatedUnion('move', [
  z.object({ move: z.enum(['review', 'draft', 'publish', 'withdraw', 'bring-back', 'unschedule']) }),
  z.object({ move: z.literal('schedule'), at: time }),
])

const tags = ['briefings']

export function briefingChangeRoutes(api: Api, web: Web): void {
  const { store } = web
  api.post(
    '/briefings',
    {
      ...needs('publisher'),
      bodyLimit: 2 * LONGEST_TEXT,
      schema: {
        ...{
          tags,
          operationId: 'createBriefing',
          summary: 'Take a briefing in; the same source and key is the same briefing, what it says now its next revision',
        },
        body: delivered,
        response: { 200: wholeBriefing.extend({ verdict: z.enum(['new', 'revised', 'published', 'unchanged']) }), ...FAULTS },
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
  api.patch(
    '/briefings/:id',
    {
      ...needs('editor'),
      bodyLimit: 2 * LONGEST_TEXT,
      schema: {
        ...{
          tags,
          operationId: 'updateBriefing',
          summary: 'Change what a briefing says; what somebody else has changed meanwhile is merged or refused, never overwritten',
        },
        ...{ params: byId, headers: ifMatch, body: change, response: { 200: wholeBriefing, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const changed = await whileHeld(store, { table: 'briefings', id }, async (inside) => {
        const held = { ...web, store: inside }
        const before = await getBriefing(held, id)
        expectUnchanged(request, before)
        const wanted = { id, revision: before.revision, fields: await fieldsAfter(held, id, request.body) }
        const saved = await saveBriefing(inside, wanted, callerOf(request).actor, web.clock())
        if (saved.ok) return getBriefing(held, id)
        if (saved.reason === 'problems') throw invalid('The briefing cannot be saved like that.', saved.problems.map(fieldFault))
        throw cannot('Somebody else has changed the same words meanwhile. Read it again, and send your change anew.')
      })
      return tag(reply, changed)
    },
  )
  api.post(
    '/briefings/:id/moves',
    {
      ...needs('editor'),
      schema: {
        ...{
          tags,
          operationId: 'moveBriefing',
          summary: 'Move a briefing on its way: an editor to review and back, a publisher to publish, schedule, withdraw …',
        },
        ...{ params: byId, body: step, response: { 200: wholeBriefing, ...FAULTS } },
      },
    },
    async (request) => {
      const { id } = request.params
      const { actor, role } = callerOf(request)
      if (!mayAct(role, roleToMove(request.body.move))) throw lacksRole()
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

const fieldFault = ({ field, message }: { field: string; message: Saying }) => ({ field, message: inEnglish(message) })

const lineFault = ({ line: at, message }: Problem) => ({ field: at > 0 ? `text, line ${at}` : 'text', message: inEnglish(message) })

async function fieldsAfter(web: Web, id: number, { updatedOn, priority, ...texts }: z.infer<typeof change>): Promise<BriefingFields> {
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined))
  return {
    ...fieldsInRevision(await findBriefing(web, id), await listTopics(web.store.db)),
    ...given,
    ...(priority !== undefined && { priority: String(priority) }),
    ...(updatedOn !== undefined && { updatedOn: updatedOn ?? '' }),
  }
}
