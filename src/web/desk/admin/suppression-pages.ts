import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { csvLine } from '../../../domain/csv-line.ts'
import { SUPPRESSION_REASONS } from '../../../domain/suppression.ts'
import { importSuppressions } from '../../../flow/import-suppressions.ts'
import { liftByHand, suppressByHand } from '../../../flow/suppress-by-hand.ts'
import { listSuppressionHistory, listSuppressions, walkSuppressions } from '../../../store/listings/suppressions.ts'
import { checkAddress } from '../../../domain/address.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { fileBytes } from '../file-bytes.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { sayAdder } from '../lists/timeline-words.ts'
import { onwardView } from '../onward-view.ts'
import { sendDeskPage } from '../write-desk-page.ts'

const LARGEST_FILE = 50_000_000
const AT_ONCE = 50
const EXPORTED_AT_ONCE = 2000
const HEADINGS = ['address', 'reason', 'since', 'by', 'note']

export const SUPPRESSION_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/suppressions', needs: 'viewer', act: showSuppressions },
  { method: 'POST', path: '/suppressions', needs: 'admin', act: add },
  { method: 'POST', path: '/suppressions/lift', needs: 'admin', act: lift },
  { method: 'POST', path: '/suppressions/import', needs: 'admin', takesFile: LARGEST_FILE, act: importFile },
  { method: 'GET', path: '/suppressions/export', needs: 'admin', act: exportAll },
]

async function showSuppressions(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, when } = visit
  const { search } = readListQuery(request.query)
  const { reason: asked, after, address } = queryFields(request, ['reason', 'after', 'address'])
  const reason = SUPPRESSION_REASONS.find((one) => one === asked)
  const behind = Number(after) || 0
  const found = await walkSuppressions(web.store.db, { search, ...(reason && { reason }), behind, limit: AT_ONCE })
  const addressOf = (last: number): string =>
    `/suppressions?${new URLSearchParams({ q: search, reason: reason ?? '', after: String(last) }).toString()}`
  return sendDeskPage(web, visit, {
    name: 'suppressions',
    title: words.say('menuSuppressions'),
    at: '/suppressions',
    view: {
      search,
      address,
      reason: reason ?? '',
      mayChange: visit.person.role === 'admin',
      reasons: SUPPRESSION_REASONS.map((one) => ({ reason: one, label: words.say(`delivery.reason-${one}`) })),
      suppressions: found.rows.map((one) => ({
        ...one,
        address: one.address ?? '',
        reason: words.say(`delivery.reason-${one.reason}`),
        by: sayAdder(words, one.by),
        at: when(one.at),
      })),
      history: await historyOf(web, visit, address),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf }),
    },
  })
}

async function historyOf(web: Web, { words, when }: Visit, address: string): Promise<object[]> {
  const checked = checkAddress(address)
  if (!checked.ok) return []
  const log = await listSuppressionHistory(web.store.db, checked.canonical, web.publication.hashAddress(checked.canonical))
  return log.map(({ at, what, reason, note, by }) => ({
    note,
    by: sayAdder(words, by),
    at: when(at),
    what: words.say(`delivery.log-${what}`),
    reason: words.say(`delivery.reason-${reason}`),
  }))
}

async function add(web: Web, visit: Visit): Promise<FastifyReply> {
  const { address, why } = formFields(visit.request, ['address', 'why'])
  const done = await suppressByHand(web, { address, note: why, by: visit.person.name }, web.clock(), visit.person)
  if (!done.ok) return goOn(web, visit, '/suppressions', { kind: 'danger', text: visit.words.tell(done.message) })
  return goOn(web, visit, `/suppressions?address=${encodeURIComponent(done.canonical)}`, {
    kind: 'success',
    text: visit.words.say('delivery.suppressed', { address: done.canonical }),
  })
}

async function lift(web: Web, visit: Visit): Promise<FastifyReply> {
  const { address, why } = formFields(visit.request, ['address', 'why'])
  const done = await liftByHand(web, { address, note: why, by: visit.person.name }, web.clock(), visit.person)
  if (!done.ok) return goOn(web, visit, '/suppressions', { kind: 'danger', text: visit.words.tell(done.message) })
  return goOn(web, visit, `/suppressions?address=${encodeURIComponent(done.canonical)}`, {
    kind: 'success',
    text: visit.words.say('delivery.lifted', { address: done.canonical }),
  })
}

async function importFile(web: Web, visit: Visit): Promise<FastifyReply> {
  const { why } = formFields(visit.request, ['why'])
  if (!visit.file || why.trim() === '')
    return goOn(web, visit, '/suppressions', { kind: 'danger', text: visit.words.say('delivery.importNeeds') })
  const done = await importSuppressions(web, { bytes: await fileBytes(visit.file), note: why, by: visit.person }, web.clock())
  if ('message' in done) return goOn(web, visit, '/suppressions', { kind: 'danger', text: visit.words.tell(done.message) })
  const lines = done.faults.slice(0, 5).map(({ line, message }) => `${line}: ${visit.words.tell(message)}`)
  const text = visit.words.say('delivery.imported', { count: done.added, known: done.known, failed: done.failed })
  return goOn(web, visit, '/suppressions', { kind: done.failed > 0 ? 'warning' : 'success', text: [text, ...lines].join(' ') })
}

async function exportAll(web: Web, visit: Visit): Promise<FastifyReply> {
  return visit.reply
    .header('cache-control', 'no-store')
    .header('content-disposition', 'attachment; filename="suppressions.csv"')
    .type('text/csv; charset=utf-8')
    .send(Readable.from(rowsOf(web)))
}

/** All of them, safe to open in a spreadsheet, a few thousand at a time. */
async function* rowsOf({ store }: Web): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(HEADINGS)}\r\n`
  for (let after = 0; ;) {
    const found = await listSuppressions(store.db, { after, limit: EXPORTED_AT_ONCE })
    const rows = found.map(({ address, reason, at, by, note }) => csvLine([address ?? '', reason, new Date(at).toISOString(), by, note]))
    if (rows.length > 0) yield `${rows.join('\r\n')}\r\n`
    const last = found.at(-1)
    if (!last || found.length < EXPORTED_AT_ONCE) return
    after = last.id
  }
}
