import type { FastifyReply } from 'fastify'
import { listIssues } from '../../store/listings/issues.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

export const TODAY_ROUTES: DeskRoute[] = [{ method: 'GET', path: '', needs: 'viewer', act: showToday }]

const LATEST = 12
const COLOURS: Record<string, string> = { draft: 'yellow', approved: 'blue', addressed: 'green', held: 'red' }

async function showToday(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const issues = await listIssues(web.store.db, { limit: LATEST })
  return sendDeskPage(web, visit, {
    name: 'today',
    title: words.say('menuToday'),
    at: '',
    view: {
      isEmpty: issues.length === 0,
      issues: issues.map((issue) => {
        const state = issue.heldAt === null ? issue.state : 'held'
        return {
          digest: issue.digest,
          number: issue.number,
          colour: COLOURS[state] ?? 'secondary',
          state: words.say(`issue-${state}`),
          held: issue.heldReason ?? '',
          due: visit.when(issue.dueAt),
          stories: issue.stories,
          deliveries: Object.entries(issue.deliveries).map(([key, count]) => ({
            label: words.say(`delivery-${key}`),
            count: words.say('number', { n: count }),
          })),
        }
      }),
    },
  })
}
