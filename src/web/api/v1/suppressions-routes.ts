import { z } from 'zod'
import { SUPPRESSION_REASONS } from '../../../domain/suppression.ts'
import { asDeed } from '../../../flow/desk/as-deed.ts'
import { liftByHand, suppressByHand } from '../../../flow/suppress-by-hand.ts'
import { walkSuppressions } from '../../../store/listings/suppressions.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { invalid } from './refusal.ts'
import { FAULTS, fromWalk, listed, pageOf, readCursor, time, timeOf } from './shapes.ts'

const reason = z.enum(SUPPRESSION_REASONS)

const suppression = z.object({
  id: z.number().int(),
  address: z.string().nullable().describe('null where it was erased: only a hash is left'),
  reason,
  note: z.string(),
  by: z.string(),
  at: time,
})

const wanted = z.object({ address: z.string().min(3).max(320), note: z.string().min(1).max(1000).describe('why; the history keeps it') })
const done = z.object({ address: z.string(), reason })

const tags = ['suppressions']

export function suppressionRoutes(api: Api, web: Web): void {
  const { store, publication } = web
  api.get(
    '/suppressions',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'listSuppressions', summary: 'Addresses that we do not write to; a search looks into addresses and notes' },
        querystring: listed.extend({ reason: reason.optional() }),
        response: { 200: pageOf(suppression), ...FAULTS },
      },
    },
    async ({ query: { after, limit, search, reason: why } }) => {
      const filter = { search: search ?? '', limit, behind: readCursor(after), ...(why && { reason: why }) }
      return fromWalk(await walkSuppressions(store.db, filter), (one) => ({ ...one, at: timeOf(one.at) }))
    },
  )
  api.post(
    '/suppressions',
    {
      ...needs('admin'),
      schema: {
        tags,
        operationId: 'createSuppression',
        summary: 'Write to an address no more',
        body: wanted,
        response: { 201: done, ...FAULTS },
      },
    },
    async (request, reply) => {
      const { actor } = callerOf(request)
      const deed = { action: 'suppression.add', subject: 'suppression', after: { note: request.body.note }, actor, now: web.clock() }
      const answer = await asDeed({ store, publication }, deed, (inside) =>
        suppressByHand(inside, { ...request.body, by: actor.name }, web.clock()),
      )
      if (!answer.ok) throw invalid(answer.message)
      return reply.code(201).send({ address: answer.canonical, reason: answer.reason })
    },
  )
  api.post(
    '/suppressions/lift',
    {
      ...needs('admin'),
      schema: {
        tags,
        operationId: 'liftSuppression',
        summary: 'Write to an address again',
        body: wanted,
        response: { 200: done, ...FAULTS },
      },
    },
    async (request) => {
      const { actor } = callerOf(request)
      const deed = { action: 'suppression.lift', subject: 'suppression', after: { note: request.body.note }, actor, now: web.clock() }
      const answer = await asDeed({ store, publication }, deed, (inside) =>
        liftByHand(inside, { ...request.body, by: actor.name }, web.clock()),
      )
      if (!answer.ok) throw invalid(answer.message)
      return { address: answer.canonical, reason: answer.reason }
    },
  )
}
