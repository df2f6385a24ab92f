import type { FastifyReply } from 'fastify'
import { cleanText } from '../../../domain/clean-text.ts'
import { filterText, readFilter } from '../../../domain/reader-filter.ts'
import { forgetFilter, keepFilter } from '../../../flow/lists/keep-filter.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { idIn } from './subscriber-pages.ts'

/** Filters are kept by each person for that person: whoever may look may keep. */
export const SAVED_FILTER_ROUTES: DeskRoute[] = [
  { method: 'POST', path: '/subscribers/filters', needs: 'viewer', act: keep },
  { method: 'POST', path: '/subscribers/filters/:id/forget', needs: 'viewer', act: forget },
]

async function keep(web: Web, visit: Visit): Promise<FastifyReply> {
  const { name, filter } = formFields(visit.request, ['name', 'filter'])
  const wanted = readFilter(Object.fromEntries(new URLSearchParams(filter)))
  const kept = await keepFilter(web.store, { personId: visit.person.id, name: cleanText(name).slice(0, 60), filter: wanted }, web.clock())
  const notice = kept.ok ? undefined : { kind: 'danger' as const, text: visit.words.say(`lists.filter-${kept.reason}`) }
  return goOn(web, visit, `/subscribers?${filterText(wanted)}`, notice)
}

async function forget(web: Web, visit: Visit): Promise<FastifyReply> {
  const gone = await forgetFilter(web.store, { personId: visit.person.id, id: idIn(visit) })
  return gone ? goOn(web, visit, '/subscribers') : notFound(web, visit)
}
