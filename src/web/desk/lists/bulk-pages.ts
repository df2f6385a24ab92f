import type { FastifyReply } from 'fastify'
import { BULK_KINDS, isUndoable, type BulkAction } from '../../../domain/bulk-action.ts'
import { filterText, readFilter } from '../../../domain/reader-filter.ts'
import { parseHour } from '../../../domain/reader-hour.ts'
import { beginBulk, countTarget, undoBulk, type BulkTarget } from '../../../flow/lists/bulk.ts'
import { nameIn } from '../../../render/name-in.ts'
import { findBulkRun, listBulkRuns, type BulkRun } from '../../../store/listings/bulk-runs.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import { listQueryText, readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { calledIn, sayFilter, type Called } from './filter-view.ts'
import { idIn } from './subscriber-pages.ts'

export const BULK_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers/bulk', needs: 'admin', act: showRuns },
  { method: 'GET', path: '/subscribers/bulk/new', needs: 'admin', act: (web, visit) => showForm(web, visit, visit.request.query) },
  { method: 'POST', path: '/subscribers/bulk', needs: 'admin', act: begin },
  { method: 'GET', path: '/subscribers/bulk/:id', needs: 'admin', act: showRun },
  { method: 'GET', path: '/subscribers/bulk/:id/progress', needs: 'admin', act: showProgress },
  { method: 'POST', path: '/subscribers/bulk/:id/undo', needs: 'admin', act: undo },
]

const AT_ONCE = 30
const REFRESH = 3

function targetIn(from: unknown): BulkTarget {
  const { filter, who, id } = (from ?? {}) as Record<string, unknown>
  const ids = [id].flat().flatMap((one) => (typeof one === 'string' && /^\d{1,15}$/.test(one) ? [Number(one)] : []))
  const wanted = readFilter(Object.fromEntries(new URLSearchParams(typeof filter === 'string' ? filter : '')))
  return { filter: wanted, subscriberIds: who === 'chosen' ? [...new Set(ids)] : null }
}

/** What to do, for how many, asked before anything is done. */
async function showForm(web: Web, visit: Visit, from: unknown, notice?: DeskNotice): Promise<FastifyReply> {
  const { words } = visit
  const target = targetIn(from)
  const [digests, topics] = [await listDigests(web.store.db), await listTopics(web.store.db)]
  const count = await countTarget(web.store, target, web.clock())
  return sendDeskPage(web, visit, {
    name: 'bulk',
    title: words.say('lists.bulkTitle'),
    at: '/subscribers',
    view: {
      who: target.subscriberIds ? 'chosen' : 'filter',
      ids: target.subscriberIds ?? [],
      filter: filterText(target.filter),
      said: target.subscriberIds ? words.say('lists.bulkThose') : sayFilter(target.filter, words, await calledIn(web, visit)),
      count: words.say('lists.count', { count }),
      isNobody: count === 0,
      kinds: BULK_KINDS.map((kind) => ({ kind, label: words.say(`lists.bulk-${kind}`), about: words.say(`lists.bulk-${kind}-about`) })),
      digests: digests.map(({ id, names }) => ({ id, name: nameIn(names, words.language).text })),
      topics: topics.map(({ id, names }) => ({ id, name: nameIn(names, words.language).text })),
    },
    notice,
  })
}

async function begin(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, person } = visit
  const action = actionIn(request)
  const target = targetIn(request.body)
  const isSure = formFields(request, ['sure']).sure === 'yes'
  const begun =
    action && isSure
      ? await beginBulk(web.store, { target, action }, { actor: person, now: web.clock() })
      : ({ ok: false, reason: isSure ? 'no-action' : 'not-sure' } as const)
  if (begun.ok) return goOn(web, visit, `/subscribers/bulk/${begun.id}`)
  const text = words.say(`lists.bulkNot-${begun.reason}`)
  return showForm(web, { ...visit, reply: visit.reply.code(422) }, request.body, { kind: 'danger', text })
}

function actionIn(request: Visit['request']): BulkAction | undefined {
  const { kind: named, digest, topic, until, hour, note } = formFields(request, ['kind', 'digest', 'topic', 'until', 'hour', 'note'])
  const kind = BULK_KINDS.find((one) => one === named)
  const digestId = /^\d{1,15}$/.test(digest) ? Number(digest) : null
  switch (kind) {
    case 'take-topic':
    case 'drop-topic':
      return /^\d{1,15}$/.test(topic) ? { kind, topicId: Number(topic), digestId } : undefined
    case 'leave':
    case 'resume':
      return { kind, digestId }
    case 'pause': {
      const at = Date.parse(`${until}T00:00:00Z`)
      return Number.isNaN(at) ? undefined : { kind, digestId, until: at }
    }
    case 'hour': {
      const minute = parseHour(hour)
      return minute === undefined ? undefined : { kind, digestId, minute }
    }
    case 'suppress':
      return { kind, note: note.slice(0, 500) }
    case 'erase':
      return { kind }
    case undefined:
      return undefined
  }
}

async function showRuns(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const { search, before } = readListQuery(request.query)
  // The kinds are searched by the words that the page shows.
  const kinds =
    search === '' ? [] : BULK_KINDS.filter((kind) => words.say(`lists.bulk-${kind}`).toLowerCase().includes(search.toLowerCase()))
  const found = await listBulkRuns(web.store.db, { search, kinds, before, limit: AT_ONCE + 1 })
  const runs = found.slice(0, AT_ONCE)
  const called = await calledIn(web, visit)
  return sendDeskPage(web, visit, {
    name: 'bulk-runs',
    title: words.say('lists.runs'),
    at: '/subscribers',
    view: {
      search,
      isNone: runs.length === 0,
      runs: runs.map((run) => runView(run, visit, called)),
      more: found.length > AT_ONCE ? listQueryText({ search, before: runs.at(-1)?.id ?? 0 }) : '',
    },
  })
}

const COLOURS = { running: 'blue', done: 'green', failed: 'red', undoing: 'blue', undone: 'secondary' } as const

function runView(run: BulkRun, { words, when }: Visit, called: Called) {
  const isAtWork = run.state === 'running' || run.state === 'undoing'
  const done = run.state === 'undoing' ? run.putBack + run.leftAlone : run.lookedAt
  const all = run.state === 'undoing' ? run.changed : run.expected
  return {
    id: run.id,
    isAtWork,
    kind: words.say(`lists.bulk-${run.action.kind}`),
    said: run.subscriberIds
      ? words.say('lists.bulkThose')
      : sayFilter(readFilter(Object.fromEntries(new URLSearchParams(run.filter))), words, called),
    state: words.say(`lists.run-${run.state}`),
    colour: COLOURS[run.state],
    percent: all === 0 ? 100 : Math.min(100, Math.floor((done / all) * 100)),
    progress: words.say('lists.runProgress', { count: done, of: all }),
    changed: words.say('lists.runChanged', { count: run.changed }),
    passedOver: run.passedOver === 0 ? '' : words.say('lists.runPassedOver', { count: run.passedOver }),
    undone: run.state === 'undone' ? words.say('lists.runUndone', { count: run.putBack, left: run.leftAlone }) : '',
    mayUndo: run.state === 'done' && isUndoable(run.action) && run.changed > 0,
    by: run.actor.name,
    at: when(run.createdAt),
  }
}

async function showRun(web: Web, visit: Visit): Promise<FastifyReply> {
  const run = await findBulkRun(web.store.db, idIn(visit))
  if (!run) return notFound(web, visit)
  const view = runView(run, visit, await calledIn(web, visit))
  if (view.isAtWork) visit.reply.header('refresh', String(REFRESH))
  return sendDeskPage(web, visit, { name: 'bulk-run', title: view.kind, at: '/subscribers', view })
}

async function showProgress(web: Web, visit: Visit): Promise<FastifyReply> {
  const run = await findBulkRun(web.store.db, idIn(visit))
  if (!run) return notFound(web, visit)
  const view = runView(run, visit, await calledIn(web, visit))
  if (!view.isAtWork) visit.reply.header('hx-refresh', 'true')
  return sendDeskPart(web, visit, { name: 'bulk-progress', title: view.kind, view })
}

async function undo(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = idIn(visit)
  const undone = await undoBulk(web.store, id, { actor: visit.person, now: web.clock() })
  return undone ? goOn(web, visit, `/subscribers/bulk/${id}`) : notFound(web, visit)
}
