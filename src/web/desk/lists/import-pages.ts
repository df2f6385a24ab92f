import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { isRefusal, sumsOf, VERDICTS, type Tallies } from '../../../domain/reader-import.ts'
import { beginImport, confirmImport, dropImport, LARGEST_TABLE } from '../../../flow/lists/begin-import.ts'
import { importPreview, importReport } from '../../../flow/lists/import-report.ts'
import type { Words } from '../../../render/word-folder.ts'
import { findImport, listImports, type KeptImport } from '../../../store/listings/imports.ts'
import { listQueryText, readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { planView, takePlan } from './import-plan-form.ts'
import { idIn } from './subscriber-pages.ts'

export const IMPORT_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers/import', needs: 'admin', act: (web, visit) => showImports(web, visit) },
  { method: 'POST', path: '/subscribers/import', needs: 'admin', takesFile: LARGEST_TABLE, act: takeFile },
  { method: 'GET', path: '/subscribers/import/:id', needs: 'admin', act: (web, visit) => showImport(web, visit) },
  { method: 'GET', path: '/subscribers/import/:id/progress', needs: 'admin', act: showProgress },
  { method: 'GET', path: '/subscribers/import/:id/report.csv', needs: 'admin', act: sendReport },
  { method: 'POST', path: '/subscribers/import/:id/plan', needs: 'admin', act: plan },
  { method: 'POST', path: '/subscribers/import/:id/confirm', needs: 'admin', act: confirm },
  { method: 'POST', path: '/subscribers/import/:id/drop', needs: 'admin', act: drop },
]

const AT_ONCE = 20
/** Seconds after which the page of an import that is under way asks again, where no script does. */
const REFRESH = 3

const byOf = (web: Web, { person }: Visit) => ({ actor: person, now: web.clock() })

async function showImports(web: Web, visit: Visit, notice?: DeskNotice): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { search, before } = readListQuery(request.query)
  const found = await listImports(web.store.db, { search, before, limit: AT_ONCE + 1 })
  const imports = found.slice(0, AT_ONCE)
  return sendDeskPage(web, visit, {
    name: 'imports',
    title: words.say('lists.importTitle'),
    at: '/subscribers',
    scripts: ['drop-zone'],
    view: {
      search,
      more: found.length > AT_ONCE ? listQueryText({ search, before: imports.at(-1)?.id ?? 0 }) : '',
      isNone: imports.length === 0,
      imports: imports.map((one) => ({
        ...{ id: one.id, fileName: one.fileName, actor: one.actor.name, at: when(one.createdAt) },
        ...{ state: words.say(`lists.import-${one.state}`), colour: COLOURS[one.state] },
        summary: one.state === 'done' ? words.say('lists.importTook', { count: sumsOf(one.done).taken }) : '',
      })),
    },
    notice,
  })
}

const COLOURS = {
  ...{ uploading: 'secondary', uploaded: 'yellow', checking: 'blue', checked: 'yellow' },
  ...{ importing: 'blue', done: 'green', failed: 'red', dropped: 'secondary' },
} as const

async function takeFile(web: Web, visit: Visit): Promise<FastifyReply> {
  const { file, words } = visit
  const begun = file
    ? await beginImport(web.store, { ...file, language: web.publication.language }, byOf(web, visit))
    : ({ ok: false, reason: 'empty' } as const)
  if (begun.ok) return goOn(web, visit, `/subscribers/import/${begun.id}`)
  return showImports(web, { ...visit, reply: visit.reply.code(422) }, { kind: 'danger', text: words.say(`lists.import-${begun.reason}`) })
}

async function showImport(web: Web, visit: Visit, notice?: DeskNotice): Promise<FastifyReply> {
  const { words, reply } = visit
  const found = await findImport(web.store.db, idIn(visit))
  if (!found) return notFound(web, visit)
  if (isAtWork(found)) reply.header('refresh', String(REFRESH))
  const mayPlan = ['uploaded', 'checked', 'failed'].includes(found.state)
  return sendDeskPage(web, visit, {
    name: 'import',
    title: found.fileName || words.say('lists.importTitle'),
    at: '/subscribers',
    view: {
      ...progressView(found, words),
      plan: mayPlan ? await planView(web, found, { rows: await importPreview(web.store, found.id), words }) : undefined,
      isOpenPlan: found.state !== 'checked',
    },
    notice,
  })
}

const isAtWork = ({ state }: KeptImport): boolean => state === 'checking' || state === 'importing'

async function showProgress(web: Web, visit: Visit): Promise<FastifyReply> {
  const found = await findImport(web.store.db, idIn(visit))
  if (!found) return notFound(web, visit)
  // What is over has another page.
  if (!isAtWork(found)) visit.reply.header('hx-refresh', 'true')
  return sendDeskPart(web, visit, { name: 'import-progress', title: '', view: progressView(found, visit.words) })
}

function progressView(found: KeptImport, words: Words) {
  const { id, state, readBytes, bytes, message } = found
  const tallies = state === 'done' || state === 'importing' ? found.done : found.expected
  const { taken, refused, rows } = sumsOf(tallies)
  const [kind = '', line = ''] = message?.split(':') ?? []
  return {
    ...{ id, isAtWork: isAtWork(found), isChecked: state === 'checked', isDone: state === 'done' },
    mayDrop: !['done', 'dropped'].includes(state),
    state: words.say(`lists.import-${state}`),
    colour: COLOURS[state],
    percent: bytes === 0 ? 0 : Math.floor((readBytes / bytes) * 100),
    progress: words.say('lists.importRows', { count: rows }),
    failed: kind === '' ? '' : words.say(`lists.importFailed-${kind}`, { line }),
    hasTallies: rows > 0,
    taken: words.say(state === 'done' ? 'lists.importTook' : 'lists.importWouldTake', { count: taken }),
    refused: words.say('lists.importRefused', { count: refused }),
    isNothing: taken === 0,
    go: words.say('lists.importGo', { count: taken }),
    tallies: tallyViews(tallies, words),
  }
}

const tallyViews = (tallies: Tallies, words: Words) =>
  VERDICTS.flatMap((verdict) => {
    const count = tallies[verdict]
    return count === undefined
      ? []
      : [{ count: words.say('number', { n: count }), label: words.say(`lists.verdict-${verdict}`), isRefusal: isRefusal(verdict) }]
  })

async function sendReport(web: Web, visit: Visit): Promise<FastifyReply> {
  const found = await findImport(web.store.db, idIn(visit))
  if (!found) return notFound(web, visit)
  const lines = importReport(web.store, found, (verdict) => visit.words.say(`lists.verdict-${verdict}`))
  return visit.reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="import-${found.id}.csv"`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(lines))
}

async function plan(web: Web, visit: Visit): Promise<FastifyReply> {
  const found = await findImport(web.store.db, idIn(visit))
  if (!found) return notFound(web, visit)
  const planned = await takePlan(web, found, visit.request.body)
  if (planned.ok) return goOn(web, visit, `/subscribers/import/${found.id}`)
  const text = visit.words.say(`lists.plan-${planned.reason}`)
  return showImport(web, { ...visit, reply: visit.reply.code(422) }, { kind: 'danger', text })
}

async function confirm(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = idIn(visit)
  const done = await confirmImport(web.store, id, byOf(web, visit))
  return done ? goOn(web, visit, `/subscribers/import/${id}`) : notFound(web, visit)
}

async function drop(web: Web, visit: Visit): Promise<FastifyReply> {
  const done = await dropImport(web.store, idIn(visit), byOf(web, visit))
  if (!done) return notFound(web, visit)
  return goOn(web, visit, '/subscribers/import', { kind: 'success', text: visit.words.say('lists.importDropped') })
}
