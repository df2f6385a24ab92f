import type { FastifyReply } from 'fastify'
import { walkDeeds } from '../../store/listings/audit.ts'
import { listQueryText, readListQuery } from '../list-query.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { deedChanges } from './deed-changes.ts'
import { onwardView } from './onward-view.ts'
import { sendDeskPage } from './write-desk-page.ts'

const AT_ONCE = 50

export const AUDIT_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/audit', needs: 'admin', act: showAudit }]

async function showAudit(web: Web, visit: Visit): Promise<FastifyReply> {
  const { search, before: behind } = readListQuery(visit.request.query)
  const found = await walkDeeds(web.store.db, { search, behind, limit: AT_ONCE })
  return sendDeskPage(web, visit, {
    name: 'audit',
    title: visit.words.say('menuAudit'),
    at: '/audit',
    view: {
      search,
      deeds: found.rows.map((deed) => ({
        ...{ at: visit.when(deed.at), actor: deed.actor, action: deed.action, subject: deed.subject, to: pageOf(deed.subject) },
        changes: deedChanges(deed, visit.when),
      })),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf: (before) => `/audit${listQueryText({ search, before })}` }),
    },
  })
}

const PAGES: Record<string, string> = {
  ...{ briefing: 'briefings', issue: 'issues', digest: 'digests', topic: 'topics', subscriber: 'subscribers' },
  ...{ import: 'subscribers/import', bulk: 'subscribers/bulk', hook: 'hooks' },
}

/** Where that is shown, below the desk; empty where it has no page of its own. */
function pageOf(subject: string): string {
  const [kind = '', which = ''] = subject.split(':')
  const folder = PAGES[kind]
  return folder === undefined || which === '' ? '' : `/${folder}/${encodeURIComponent(which)}`
}
