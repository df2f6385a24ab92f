import type { FastifyReply } from 'fastify'
import { listDeeds } from '../../store/listings/audit.ts'
import { listQueryText, readListQuery } from '../list-query.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

const AT_ONCE = 50

export const AUDIT_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/audit', needs: 'admin', act: showAudit }]

async function showAudit(web: Web, visit: Visit): Promise<FastifyReply> {
  const query = readListQuery(visit.request.query)
  const { deeds, hasOlder } = await listDeeds(web.store.db, { ...query, limit: AT_ONCE })
  const last = deeds.at(-1)
  return sendDeskPage(web, visit, {
    name: 'audit',
    title: visit.words.say('menuAudit'),
    at: '/audit',
    view: {
      search: query.search,
      deeds: deeds.map((deed) => ({ ...deed, at: visit.when(deed.at), before: deed.before ?? '', after: deed.after ?? '' })),
      isEmpty: deeds.length === 0,
      older: hasOlder && last ? listQueryText({ search: query.search, before: last.id }) : '',
    },
  })
}
