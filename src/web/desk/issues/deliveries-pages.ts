import type { FastifyReply } from 'fastify'
import type { DeliveryState } from '../../../domain/delivery.ts'
import { DELIVERY_KINDS, type DeliveryKind } from '../../../domain/delivery-kind.ts'
import { nameIn } from '../../../render/name-in.ts'
import { findIssueDeliveries, type DeliveryPage, type DeliveryWish, type IssueDelivery } from '../../../store/listings/issue-deliveries.ts'
import { listIssueNames } from '../../../store/listings/issue-names.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { queryFields } from '../form-fields.ts'
import { sayWhy } from '../lists/timeline-words.ts'
import { numberIn } from '../lists/list-address.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'

export const DELIVERIES_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/deliveries', needs: 'viewer', act: showList },
  { method: 'GET', path: '/deliveries/rows', needs: 'viewer', act: showRows },
]

const AT_ONCE = 50
const ISSUES = 50

/** The deliveries of an issue, the newest one where none is asked for: all, or those that a number elsewhere counts. */
async function showList(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words } = visit
  const asked = numberIn(request.query, 'issue')
  const issues = await listIssueNames(web.store.db, { limit: ISSUES, also: asked })
  const issueId = asked ?? issues[0]?.id
  if (asked !== undefined && !issues.some(({ id }) => id === asked)) return notFound(web, visit)
  const wish = wishOf(visit, issueId ?? 0)
  return sendDeskPage(web, visit, {
    name: 'deliveries',
    title: words.say('issues.deliveries'),
    at: '/deliveries',
    view: {
      ...(issueId === undefined ? NONE : await rowsView(web, visit, wish)),
      ...{ issueId: issueId ?? 0, search: wish.search, domain: wish.domain, kind: wish.kind ?? '' },
      issues: issues.map(({ id, names, number, dueAt }) => ({
        ...{ id, isChosen: id === issueId, name: `${nameIn(names, words.language).text} ${number}`, due: visit.when(dueAt) },
      })),
      kinds: DELIVERY_KINDS.map((kind) => ({ kind, label: kindName(visit, kind), isChosen: kind === wish.kind })),
      during: wish.during ? words.say('issues.during', { from: visit.when(wish.during.from), until: visit.when(wish.during.until) }) : '',
      span: wish.during ?? { from: '', until: '' },
      isFiltered: wish.search !== '' || wish.domain !== '' || wish.kind !== undefined || wish.during !== undefined,
      isFirst: (numberIn(request.query, 'after') ?? 0) === 0,
      first: addressOf(wish),
    },
  })
}

async function showRows(web: Web, visit: Visit): Promise<FastifyReply> {
  const wish = wishOf(visit, numberIn(visit.request.query, 'issue') ?? 0)
  return sendDeskPart(web, visit, { name: 'delivery-rows', title: '', view: await rowsView(web, visit, wish) })
}

const LONGEST_DOMAIN = 255

function wishOf({ request }: Visit, issueId: number): DeliveryWish {
  const { state, domain } = queryFields(request, ['state', 'domain'])
  const [from, until] = [numberIn(request.query, 'from'), numberIn(request.query, 'until')]
  return {
    ...{ issueId, search: readListQuery(request.query).search, domain: domain.trim().toLowerCase().slice(0, LONGEST_DOMAIN) },
    kind: DELIVERY_KINDS.find((kind) => kind === state),
    during: from !== undefined && until !== undefined ? { from, until } : undefined,
  }
}

const NONE = { deliveries: [], isEmpty: true, older: '', goOn: '', goOnRows: '' }

async function rowsView(web: Web, visit: Visit, wish: DeliveryWish) {
  const after = numberIn(visit.request.query, 'after') ?? 0
  const page = await findIssueDeliveries(web.store, wish, { after, limit: AT_ONCE, now: web.clock() })
  return {
    deliveries: page.deliveries.map((one) => rowView(one, visit)),
    isEmpty: page.deliveries.length === 0 && page.after === undefined,
    ...goOnView(page, wish),
  }
}

/** A full page leads to the next one; one that has not looked everywhere yet goes on by itself. */
function goOnView({ deliveries, after }: DeliveryPage, wish: DeliveryWish) {
  const isFull = deliveries.length >= AT_ONCE
  const address = after === undefined ? '' : addressOf(wish, { after })
  return {
    older: isFull ? address : '',
    goOn: isFull ? '' : address,
    goOnRows: after === undefined ? '' : addressOf(wish, { after, path: '/rows' }),
  }
}

function addressOf(
  { issueId, kind, domain, search, during }: DeliveryWish,
  { after, path = '' }: { after?: number; path?: string } = {},
): string {
  const wanted = { issue: issueId, state: kind, domain, q: search, from: during?.from, until: during?.until, after }
  const said = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== '')
  return `/deliveries${path}?${new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()}`
}

const COLOURS: Partial<Record<DeliveryState, string>> = { accepted: 'green', refused: 'red', doubtful: 'yellow', withheld: 'secondary' }

const rowView = ({ state, settledAt, nextAt, reason, reply, ...one }: IssueDelivery, { words, when }: Visit) => ({
  ...one,
  ...{ state: words.say(`delivery-${state}`), colour: COLOURS[state] ?? 'blue' },
  at: settledAt === null ? words.say('issues.dueAt', { when: when(nextAt) }) : when(settledAt),
  // A refusal is the server's last reply: it is not said twice.
  said: [...new Set([sayWhy(words, reason ?? ''), reply ?? ''])].filter((text) => text !== '').join(' · '),
})

const kindName = ({ words }: Visit, kind: DeliveryKind): string =>
  words.say(['waiting', 'deferred', 'bounced', 'complained', 'left'].includes(kind) ? `issues.${kind}` : `delivery-${kind}`)
