import type { FastifyReply } from 'fastify'
import { checkAddress } from '../../../domain/address.ts'
import { listCandidates } from '../../../store/listings/delivery-candidates.ts'
import { findUnmatchedReport, walkUnmatched } from '../../../store/listings/unmatched-reports.ts'
import { listQueryText, readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { onwardView } from '../onward-view.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const UNMATCHED_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/unmatched', needs: 'viewer', act: showUnmatched },
  { method: 'GET', path: '/unmatched/:id', needs: 'editor', act: showOne },
  { method: 'POST', path: '/unmatched/:id', needs: 'admin', act: decide },
  { method: 'POST', path: '/unmatched', needs: 'admin', act: dropAll },
]

const AT_ONCE = 50
const LONGEST_TEXT = 32_000
const MOST_ADDRESSES = 8

async function showUnmatched(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when } = visit
  const { search, before: behind } = readListQuery(visit.request.query)
  const found = await walkUnmatched(web.store.db, { search, behind, limit: AT_ONCE })
  return sendDeskPage(web, visit, {
    name: 'unmatched',
    title: words.say('menuUnmatched'),
    at: '/unmatched',
    view: {
      search,
      mayChange: visit.person.role === 'admin',
      newest: found.rows[0]?.id ?? 0,
      reports: found.rows.map(({ id, receivedAt, via, provider, to, why, bytes }) => ({
        ...{ id, to, via: provider ?? via },
        at: when(receivedAt),
        why: words.say(`delivery.why-${why}`),
        bytes: words.say('number', { n: bytes }),
      })),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf: (before) => `/unmatched${listQueryText({ search, before })}` }),
    },
  })
}

/** The report as text: nothing in it is shown as html, followed or fetched. */
async function showOne(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const report = await findUnmatchedReport(web.store.db, Number(id) || 0)
  if (!report) return notFound(web, visit)
  const { words, when } = visit
  const text = visible(Buffer.from(report.raw).toString('utf8').slice(0, LONGEST_TEXT))
  const candidates = await listCandidates(web.store.db, addressesIn(text))
  return sendDeskPage(web, visit, {
    name: 'unmatched-one',
    title: words.say('delivery.report', { id: report.id }),
    at: '/unmatched',
    view: {
      id: report.id,
      to: report.to,
      at: when(report.receivedAt),
      why: words.say(`delivery.why-${report.why}`),
      text,
      mayChange: visit.person.role === 'admin',
      candidates: candidates.map((one) => ({ ...one, state: words.say(`delivery-${one.state}`), at: when(one.dueAt) })),
    },
  })
}

// Signs that turn text around or hide it are shown as what they are.
const visible = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')

function addressesIn(text: string): string[] {
  const found = [...text.matchAll(/[\p{L}\p{N}._%+=-]{1,64}@[\p{L}\p{N}.-]{3,200}/gu)].map(([address]) => checkAddress(address))
  return [...new Set(found.flatMap((one) => (one.ok ? [one.canonical] : [])))].slice(0, MOST_ADDRESSES)
}

async function decide(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const { delivery, decision } = formFields(visit.request, ['delivery', 'decision'])
  // What reads reports is loaded only when somebody assigns one.
  const { assignReport, dropReports } = await import('../../../flow/assign-report.ts')
  if (decision === 'drop') {
    const dropped = await dropReports(web.store, { id: Number(id) || 0 }, visit.person, web.clock())
    return dropped > 0
      ? goOn(web, visit, '/unmatched', { kind: 'success', text: visit.words.say('delivery.dropped', { count: dropped }) })
      : notFound(web, visit)
  }
  const assigned = await assignReport(web, { reportId: Number(id) || 0, deliveryId: Number(delivery) || 0 }, visit.person, web.clock())
  if (assigned.ok) return goOn(web, visit, '/unmatched', { kind: 'success', text: visit.words.say('delivery.assigned', { delivery }) })
  if (assigned.reason === 'no-such-report') return notFound(web, visit)
  return goOn(web, visit, `/unmatched/${id}`, { kind: 'danger', text: visit.words.say(`delivery.assign-${assigned.reason}`, { delivery }) })
}

async function dropAll(web: Web, visit: Visit): Promise<FastifyReply> {
  const { through } = formFields(visit.request, ['through'])
  const { dropReports } = await import('../../../flow/assign-report.ts')
  const count = await dropReports(web.store, { through: Number(through) || 0 }, visit.person, web.clock())
  return goOn(web, visit, '/unmatched', { kind: 'success', text: visit.words.say('delivery.dropped', { count }) })
}
