import type { FastifyReply } from 'fastify'
import { filterText, isAll, readFilter, type ReaderFilter } from '../../../domain/reader-filter.ts'
import { countReaders, findReaders, type FoundPage } from '../../../store/listings/found-readers.ts'
import { listReaderLines, type ReaderLine } from '../../../store/listings/reader-lines.ts'
import { listSavedFilters } from '../../../store/listings/saved-filters.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { mayAct } from '../../../domain/desk-role.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { filterView } from './filter-view.ts'
import { listAddress, numberIn } from './list-address.ts'

export const SUBSCRIBERS_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers', needs: 'viewer', act: showList },
  { method: 'GET', path: '/subscribers/rows', needs: 'viewer', act: showRows },
  { method: 'GET', path: '/subscribers/count', needs: 'viewer', act: showCount },
]

const AT_ONCE = 50
const ENOUGH = 10_000

async function showList(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, person } = visit
  const filter = readFilter(request.query as Record<string, unknown>)
  const before = numberIn(request.query, 'before')
  const saved = await listSavedFilters(web.store.db, person.id)
  return sendDeskPage(web, visit, {
    name: 'subscribers',
    title: words.say('lists.title'),
    at: '/subscribers',
    scripts: ['choose-all'],
    view: {
      ...(await rowsView(web, visit, { filter, before })),
      filter: await filterView(web, filter, words),
      filterText: filterText(filter),
      isFiltered: !isAll(filter),
      mayManage: mayAct(person.role, 'admin'),
      saved: saved.map(({ id, name, filter: text }) => ({
        id,
        name,
        address: `/subscribers?${text}`,
        isHere: text === filterText(filter),
      })),
      newest: before === undefined ? '' : listAddress(filter),
      countAddress: listAddress(filter, { path: '/count' }),
      importAddress: '/subscribers/import',
    },
  })
}

async function showRows(web: Web, visit: Visit): Promise<FastifyReply> {
  const filter = readFilter(visit.request.query as Record<string, unknown>)
  const before = numberIn(visit.request.query, 'before')
  return sendDeskPart(web, visit, { name: 'subscriber-rows', title: '', view: await rowsView(web, visit, { filter, before }) })
}

async function rowsView(web: Web, visit: Visit, { filter, before }: { filter: ReaderFilter; before: number | undefined }) {
  const now = web.clock()
  const wanted = { limit: AT_ONCE, now, ...(before === undefined ? {} : { below: before }) }
  const page = await findReaders(web.store, filter, wanted)
  const lines = await listReaderLines(web.store.db, page.readers, now)
  return {
    readers: lines.map((line) => lineView(line, visit)),
    isEmpty: lines.length === 0 && page.lookedTo === 0,
    isNobodyThere: lines.length === 0 && page.lookedTo === 0 && before === undefined && isAll(filter),
    ...goOnView(page, filter),
  }
}

/** A full page leads to an older one; a search that has not looked everywhere yet goes on by itself. */
function goOnView({ readers, lookedTo }: FoundPage, filter: ReaderFilter): { older: string; goOn: string; goOnRows: string } {
  const isFull = readers.length >= AT_ONCE
  const address = lookedTo === 0 ? '' : listAddress(filter, { before: lookedTo })
  const rows = lookedTo === 0 ? '' : listAddress(filter, { before: lookedTo, path: '/rows' })
  return { older: isFull ? address : '', goOn: isFull ? '' : address, goOnRows: rows }
}

const COLOURS = { active: 'green', paused: 'yellow', ended: 'secondary' } as const

const lineView = (line: ReaderLine, { words, when }: Visit) => ({
  ...line,
  since: words.date(new Date(line.createdAt).toISOString().slice(0, 10), 'long'),
  sinceFull: when(line.createdAt),
  suppressed: line.suppressed === undefined ? '' : words.say(`lists.suppressed-${line.suppressed}`),
  subscriptions: line.subscriptions.map(({ digest, state }) => ({
    digest,
    colour: COLOURS[state],
    state: words.say(`lists.subscription-${state}`),
  })),
})

/** The count of a filter, which is asked for when the page stands: it goes on by itself until it has looked everywhere or counted enough. */
async function showCount(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words } = visit
  const filter = readFilter(request.query as Record<string, unknown>)
  const found = numberIn(request.query, 'found') ?? 0
  const before = numberIn(request.query, 'before')
  const enough = Math.max(1, ENOUGH - found)
  const counted = await countReaders(web.store, filter, { now: web.clock(), enough, ...(before === undefined ? {} : { below: before }) })
  const count = found + counted.count
  const text = words.say(count >= ENOUGH ? 'lists.countMore' : 'lists.count', { count })
  const goOn = counted.lookedTo === 0 ? '' : listAddress(filter, { path: '/count', before: counted.lookedTo, found: count })
  return sendDeskPart(web, visit, { name: 'subscriber-count', title: '', view: { text, goOn } })
}
