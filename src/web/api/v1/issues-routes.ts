import { z } from 'zod'
import { approveIssue } from '../../../flow/approve-issue.ts'
import { composeDigest } from '../../../flow/compose-issue.ts'
import { resumeIssue } from '../../../flow/resume-issue.ts'
import { retryDeliveries } from '../../../flow/retry-deliveries.ts'
import { listClicks } from '../../../store/listings/clicks.ts'
import { listIssueLines, listIssues, type IssueLine } from '../../../store/listings/issues.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { tag } from './etag.ts'
import { cannot, unknownThing } from './refusal.ts'
import { byId, bySlug, FAULTS, listed, pageOf, readCursor, slug, time, timeOf, timeOrNull, toPage } from './shapes.ts'

const counts = z.record(z.string(), z.number().int())

export const issue = z.object({
  id: z.number().int(),
  digest: z.string(),
  number: z.number().int(),
  state: z.string(),
  dueAt: time,
  approvedBy: z.string().nullable(),
  partsHash: z.string().nullable().describe('of what was approved, and is sent'),
  heldAt: time.nullable(),
  heldReason: z.string().nullable(),
  stories: z.number().int(),
  overCap: z.number().int(),
  readers: counts.describe('readers by what became of them'),
  deliveries: counts.describe('deliveries by state'),
})

const line = issue.omit({ deliveries: true })

const clicks = z.object({
  link: z.string().describe('an address, or what stands behind our own'),
  briefingId: z.number().int().nullable().describe('the story it leads to; null for a link of the introduction'),
  title: z.string().nullable(),
  clicks: z.number().int(),
})

const tags = ['issues']

export function issueRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/issues',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'listIssues', summary: 'Issues, the newest first; an issue by itself tells what became of its deliveries' },
        querystring: listed.omit({ search: true }).extend({ digest: slug.optional() }),
        response: { 200: pageOf(line), ...FAULTS },
      },
    },
    async ({ query: { after, limit, digest } }) => {
      const before = readCursor(after)
      const found = await listIssueLines(store.db, {
        limit: limit + 1,
        ...(digest !== undefined && { digest }),
        ...(before > 0 && { before }),
      })
      return toPage(found, limit, timed)
    },
  )
  api.get(
    '/issues/:id',
    {
      ...needs('viewer'),
      schema: { tags, operationId: 'getIssue', summary: 'One issue', params: byId, response: { 200: issue, ...FAULTS } },
    },
    async ({ params }, reply) => tag(reply, await getIssue(web, params.id)),
  )
  api.get(
    '/issues/:id/clicks',
    {
      ...needs('viewer'),
      schema: {
        ...{
          tags,
          operationId: 'listIssueClicks',
          summary: 'How often its links were followed, all readers together',
          params: byId,
          response: { 200: z.object({ items: z.array(clicks) }), ...FAULTS },
        },
      },
    },
    async ({ params }) => {
      await getIssue(web, params.id)
      return { items: await listClicks(store.db, params.id) }
    },
  )
  api.post(
    '/digests/:slug/issues',
    {
      ...needs('publisher'),
      schema: {
        ...{
          tags,
          operationId: 'createIssue',
          summary: 'Cut an issue now, whatever the schedule says, from what was published since the last one',
        },
        ...{ params: bySlug, response: { 201: issue, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { params } = request
      const composed = await composeDigest(store, params.slug, web.clock(), callerOf(request).actor)
      if (!composed) throw unknownThing(`digest ${params.slug}`)
      if (!composed.ok) throw cannot(NO_ISSUE[composed.reason])
      return reply.code(201).send(await getIssue(web, composed.issueId))
    },
  )
  api.post(
    '/issues/:id/approve',
    {
      ...needs('publisher'),
      schema: {
        tags,
        operationId: 'approveIssue',
        summary: 'Freeze what is sent and let it go',
        params: byId,
        response: { 200: issue, ...FAULTS },
      },
    },
    async (request) => {
      const { id } = request.params
      const now = web.clock()
      const approval = { issueId: id, by: callerOf(request).actor, releaseAt: now }
      const approved = await approveIssue(store, approval, web.publication, now)
      if (!approved.ok) throw approved.reason === 'no-such-issue' ? unknownThing(`issue ${id}`) : cannot('It is approved already.')
      return getIssue(web, id)
    },
  )
  api.post(
    '/issues/:id/resume',
    {
      ...needs('publisher'),
      schema: { tags, operationId: 'resumeIssue', summary: 'Let a held issue go on', params: byId, response: { 200: issue, ...FAULTS } },
    },
    async (request) => {
      const { id } = request.params
      const resumed = await resumeIssue(store, id, web.clock(), callerOf(request).actor)
      if (!resumed.ok) throw resumed.reason === 'no-such-issue' ? unknownThing(`issue ${id}`) : cannot('It is not held.')
      return getIssue(web, id)
    },
  )
  api.post(
    '/issues/:id/retry',
    {
      ...needs('publisher'),
      schema: {
        ...{
          tags,
          operationId: 'retryIssue',
          summary: 'Queue its deliveries of a state again',
          params: byId,
          body: z.object({ state: z.enum(['refused', 'withheld']) }),
        },
        response: { 200: z.object({ queued: z.number().int(), left: z.number().int() }), ...FAULTS },
      },
    },
    async (request) => {
      const { id } = request.params
      const { state } = request.body
      const retried = await retryDeliveries(store, { issueId: id, state }, web.clock(), callerOf(request).actor)
      if (!retried.ok) throw unknownThing(`issue ${id}`)
      return { queued: retried.queued, left: retried.left }
    },
  )
}

const NO_ISSUE = {
  'no-stories': 'Nothing was published on its topics since its last issue.',
  waits: 'It has fewer stories than its least number, and waits for more.',
  'nobody-due': 'None of its readers falls due now.',
  'too-late': 'Its time is over for so long that it is skipped.',
  'lost-race': 'Somebody else has cut it at this very moment. Read its issues again.',
}

export async function getIssue({ store: { db } }: Web, id: number): Promise<z.infer<typeof issue>> {
  const [found] = await listIssues(db, { id })
  if (!found) throw unknownThing(`issue ${id}`)
  return timed(found)
}

const timed = <Line extends IssueLine>(one: Line) => ({ ...one, dueAt: timeOf(one.dueAt), heldAt: timeOrNull(one.heldAt) })
