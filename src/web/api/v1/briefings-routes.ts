import { z } from 'zod'
import { listDeskBriefings, listRevisionsOf } from '../../../store/listings/edited-briefings.ts'
import type { Web } from '../../web.ts'
import { needs, type Api } from './api.ts'
import { briefingLine, briefingLineOf, briefingState, findBriefing, getBriefing, wholeBriefing } from './briefing-shapes.ts'
import { tag } from './etag.ts'
import { byId, FAULTS, language, listed, pageOf, readCursor, slug, time, timeOf, toPage } from './shapes.ts'

const tags = ['briefings']

export function briefingRoutes(api: Api, web: Web): void {
  const { store } = web
  const { db } = store
  api.get(
    '/briefings',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'listBriefings', summary: 'Briefings, the newest first; a search looks into titles, keys and texts' },
        querystring: listed.extend({ state: briefingState.optional(), topic: slug.optional(), language: language.optional() }),
        response: { 200: pageOf(briefingLine), ...FAULTS },
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
      return toPage(lines, limit, briefingLineOf)
    },
  )
  api.get(
    '/briefings/:id',
    {
      ...needs('viewer'),
      schema: {
        tags,
        operationId: 'getBriefing',
        summary: 'One briefing as it stands now',
        params: byId,
        response: { 200: wholeBriefing, ...FAULTS },
      },
    },
    async (request, reply) => tag(reply, await getBriefing(web, request.params.id)),
  )
  api.get(
    '/briefings/:id/revisions',
    {
      ...needs('viewer'),
      schema: {
        ...{ tags, operationId: 'listBriefingRevisions', summary: 'Every revision, the newest first', params: byId },
        response: {
          200: z.object({
            items: z.array(z.object({ number: z.number().int(), at: time, author: z.string(), title: z.string(), body: z.string() })),
          }),
          ...FAULTS,
        },
      },
    },
    async ({ params: { id } }) => {
      await findBriefing(web, id)
      const revisions = await listRevisionsOf(db, id)
      return {
        items: revisions.map(({ number, at, author, content }) => ({
          number,
          at: timeOf(at),
          author,
          title: content.title,
          body: content.body,
        })),
      }
    },
  )
}
