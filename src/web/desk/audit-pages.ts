import type { FastifyReply } from 'fastify'
import { listDeeds } from '../../store/listings/audit.ts'
import { listQueryText, readListQuery } from '../list-query.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

const AT_ONCE = 50

export const AUDIT_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/audit', needs: 'admin', act: showAudit }]

async function showAudit(web: Web, { request, reply, words, csrf, person }: Visit): Promise<FastifyReply> {
  const query = readListQuery(request.query)
  const { deeds, hasOlder } = await listDeeds(web.store.db, { ...query, limit: AT_ONCE })
  const last = deeds.at(-1)
  return sendDeskPage(web, reply, {
    name: 'audit',
    title: words.say('menuAudit'),
    words,
    keys: ['search', 'auditAbout', 'auditWhen', 'auditWho', 'auditWhat', 'auditTo', 'auditChange', 'older', 'nothingFound'],
    csrf,
    person,
    at: '/audit',
    view: {
      search: query.search,
      deeds: deeds.map((deed) => ({ ...deed, at: words.moment(deed.at, 'UTC'), before: deed.before ?? '', after: deed.after ?? '' })),
      isEmpty: deeds.length === 0,
      older: hasOlder && last ? listQueryText({ search: query.search, before: last.id }) : '',
    },
  })
}
