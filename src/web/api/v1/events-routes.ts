import { z } from 'zod'
import { listEvents } from '../../../store/listings/events.ts'
import type { Web } from '../../web.ts'
import { needs, type Api } from './api.ts'
import { FAULTS, listed, pageOf, readCursor, time, timeOf, toPage } from './shapes.ts'

const event = z.object({ id: z.string(), type: z.string(), timestamp: time, data: z.unknown() })

/** What happened, as webhooks tell it: for who would rather ask. */
export function eventRoutes(api: Api, { store }: Web): void {
  api.get(
    '/events',
    {
      ...needs('viewer'),
      schema: {
        ...{
          tags: ['events'],
          operationId: 'listEvents',
          summary: 'What happened, the oldest first; keep the cursor, and ask again for what is new',
        },
        querystring: listed.omit({ search: true }).extend({ type: z.string().max(60).optional() }),
        response: { 200: pageOf(event).extend({ last: z.string().nullable().describe('the cursor behind the last of these') }), ...FAULTS },
      },
    },
    async ({ query: { after, limit, type } }) => {
      const found = await listEvents(store.db, { after: readCursor(after), limit: limit + 1, ...(type !== undefined && { kind: type }) })
      const page = toPage(found, limit, ({ word, kind, at, body }) => ({ id: word, type: kind, timestamp: timeOf(at), data: body }))
      const last = found.slice(0, limit).at(-1)
      return { ...page, last: last ? `c${last.id.toString(36)}` : (after ?? null) }
    },
  )
}
