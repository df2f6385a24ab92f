import type { FastifyReply } from 'fastify'
import { listCountedMails, MAIL_KINDS } from '../../../store/listings/counted-mails.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { queryFields } from '../form-fields.ts'
import { onwardView } from '../onward-view.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const MAIL_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/mails', needs: 'viewer', act: showMails }]

const AT_ONCE = 50
const LONGEST_SAID = 300

/** What the figures of the front page count: mails that were taken, refused, came back, or were called spam. */
async function showMails(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { search, before: behind } = readListQuery(request.query)
  const kind = MAIL_KINDS.find((one) => one === queryFields(request, ['kind']).kind) ?? 'accepted'
  const found = await listCountedMails(web.store, { kind, search, behind, limit: AT_ONCE })
  const addressOf = (last: number): string => `/mails?${new URLSearchParams({ kind, q: search, before: String(last) }).toString()}`
  return sendDeskPage(web, visit, {
    name: 'mails',
    title: words.say('delivery.mails'),
    at: '/deliveries',
    view: {
      search,
      kind,
      kinds: MAIL_KINDS.map((one) => ({ kind: one, label: words.say(`front.${one}`), isHere: one === kind })),
      mails: found.rows.map((one) => ({
        ...one,
        at: one.at === null ? '' : when(one.at),
        said: (one.said ?? '').slice(0, LONGEST_SAID),
      })),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf }),
    },
  })
}
