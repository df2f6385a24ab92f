import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { findDeskIssue } from '../../../flow/issues/desk-issue.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPart } from '../write-desk-page.ts'
import { idIn } from './id-in.ts'
import { progressView } from './progress-view.ts'

export const PROGRESS_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/issues/:id/progress', needs: 'viewer', act: showProgress }]

/** How far an issue has come, for a page that shows it already. */
async function showProgress(web: Web, visit: Visit): Promise<FastifyReply> {
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: visit.person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const progress = await progressView(web, visit, found)
  return sendDeskPart(web, visit, {
    name: 'issue-progress',
    title: '',
    view: { progress, mayPublish: mayAct(visit.person.role, 'publisher') },
  })
}
