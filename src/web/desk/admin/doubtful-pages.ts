import type { FastifyReply } from 'fastify'
import { settleManyDoubtful } from '../../../flow/settle-many-doubtful.ts'
import { countDoubtful, walkDoubtful } from '../../../store/listings/doubtful.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { onwardView } from '../onward-view.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const DOUBTFUL_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/doubtful', needs: 'viewer', act: showDoubtful },
  { method: 'GET', path: '/doubtful/all', needs: 'publisher', act: askForAll },
  { method: 'POST', path: '/doubtful', needs: 'publisher', act: settle },
]

const AT_ONCE = 50

/** Deliveries whose line broke after the message had left: only a person can know whether they arrived. */
async function showDoubtful(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, when } = visit
  const { search } = readListQuery(request.query)
  const { issue, after } = queryFields(request, ['issue', 'after'])
  const issueId = Number(issue) || undefined
  const behind = Number(after) || 0
  const found = await walkDoubtful(web.store.db, { search, issueId, behind, limit: AT_ONCE })
  const counts = await countDoubtful(web.store.db)
  const addressOf = (last: number): string => `/doubtful?${new URLSearchParams({ q: search, issue, after: String(last) }).toString()}`
  return sendDeskPage(web, visit, {
    name: 'doubtful',
    title: words.say('menuDoubtful'),
    at: '/doubtful',
    view: {
      search,
      issue,
      mayChange: visit.person.role === 'admin' || visit.person.role === 'publisher',
      total: counts.reduce((sum, { count }) => sum + count, 0),
      issues: counts.map((one) => ({ ...one, isChosen: one.issueId === issueId, count: words.say('number', { n: one.count }) })),
      deliveries: found.rows.map((one) => ({
        ...one,
        at: one.settledAt === null ? '' : when(one.settledAt),
        said: one.reply ?? one.reason ?? '',
      })),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf }),
    },
  })
}

/** Before many are settled with one word, their number is told. */
async function askForAll(web: Web, visit: Visit): Promise<FastifyReply> {
  const { issue, verdict: asked } = queryFields(visit.request, ['issue', 'verdict'])
  const issueId = Number(issue) || undefined
  const verdict = asked === 'again' ? 'again' : 'accepted'
  const counts = (await countDoubtful(web.store.db)).filter((one) => issueId === undefined || one.issueId === issueId)
  const count = counts.reduce((sum, one) => sum + one.count, 0)
  const { words } = visit
  return sendDeskPage(web, visit, {
    name: 'doubtful-all',
    title: words.say('menuDoubtful'),
    at: '/doubtful',
    view: {
      issue,
      verdict,
      question: words.say(`delivery.all-${verdict}`, { count }),
      about: words.say(`delivery.all-${verdict}-means`),
      isNone: count === 0,
    },
  })
}

async function settle(web: Web, visit: Visit): Promise<FastifyReply> {
  const { verdict, all, id, issue } = formFields(visit.request, ['verdict', 'all', 'id', 'issue'])
  if (verdict !== 'accepted' && verdict !== 'again') return goOn(web, visit, '/doubtful')
  const which =
    all === 'on' ? { issueId: Number(issue) || null } : { ids: Number.isSafeInteger(Number(id)) && id !== '' ? [Number(id)] : [] }
  const settled = await settleManyDoubtful(web.store, { which, verdict }, visit.person, web.clock())
  const text = visit.words.say(settled === 0 ? 'delivery.settledNone' : `delivery.settled-${verdict}`, { count: settled })
  return goOn(web, visit, `/doubtful${issue === '' ? '' : `?issue=${encodeURIComponent(issue)}`}`, {
    kind: settled === 0 ? 'warning' : 'success',
    text,
  })
}
