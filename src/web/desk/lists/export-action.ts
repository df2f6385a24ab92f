import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { readFilter } from '../../../domain/reader-filter.ts'
import { exportReaders } from '../../../flow/lists/export-readers.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'

/** A form and no link: who takes readers along is written down. */
export const EXPORT_ROUTES: DeskRoute[] = [{ method: 'POST', path: '/subscribers/export', needs: 'admin', act: sendExport }]

async function sendExport(web: Web, { request, reply, person }: Visit): Promise<FastifyReply> {
  const { mark } = formFields(request, ['mark'])
  const filter = readFilter(request.query as Record<string, unknown>)
  const lines = exportReaders(web.store, { filter, withMark: mark === 'yes', actor: person, now: web.clock() })
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="subscribers.csv"')
    .type('text/csv; charset=utf-8')
    .send(Readable.from(lines))
}
