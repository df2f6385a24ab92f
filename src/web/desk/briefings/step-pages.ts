import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { roleToMove, schedulePublication, takeStep, type Move, type Moved } from '../../../flow/editing/move-briefing.ts'
import { countIssuesLeft } from '../../../store/listings/issues-holding.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { readLocalTime } from '../local-time.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { findOpen } from './find-open.ts'

export const STEP_ROUTES: DeskRoute[] = [
  { method: 'POST', path: '/briefings/:id/step', needs: 'publisher', act: step },
  { method: 'GET', path: '/briefings/:id/withdraw', needs: 'publisher', act: askToWithdraw },
]

const MOVES: readonly Move[] = ['review', 'draft', 'publish', 'withdraw', 'bring-back', 'unschedule']

async function step(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  const { move } = formFields(visit.request, ['move'])
  const wanted = MOVES.find((one) => one === move)
  if (!open || !wanted) return notFound(web, visit)
  const { id } = open.briefing
  const moved = await takeStep(web.store, { id, move: wanted }, visit.person, web.clock())
  return goOn(web, visit, `/briefings/${id}`, stepNotice(visit, wanted, moved))
}

/** What a button asks for besides saving: `then=publish`, or `then=schedule` with a time in the person's own zone. */
export async function takeStepAfterSaving(
  web: Web,
  visit: Visit,
  { id, verdict }: { id: number; verdict: 'written' | 'merged' | 'unchanged' },
): Promise<FastifyReply> {
  const { words, person, zone } = visit
  const { then, publishAt } = formFields(visit.request, ['then', 'publishAt'])
  const to = `/briefings/${id}`
  const move = then === 'schedule' ? then : MOVES.find((one) => one === then)
  if (move && !mayAct(person.role, roleToMove(move)))
    return goOn(web, visit, to, { kind: 'warning', text: words.say('briefings.savedOnly') })
  if (move === 'schedule') {
    const at = readLocalTime(publishAt, zone)
    const moved: Moved =
      at === undefined ? { ok: false, reason: 'past' } : await schedulePublication(web.store, { id, at }, person, web.clock())
    return goOn(web, visit, to, stepNotice(visit, 'schedule', moved))
  }
  if (!move) return goOn(web, visit, to, { kind: 'success', text: words.say(`briefings.saved-${verdict}`) })
  return goOn(web, visit, to, stepNotice(visit, move, await takeStep(web.store, { id, move }, person, web.clock())))
}

function stepNotice({ words }: Visit, move: Move | 'schedule', moved: Moved): DeskNotice {
  if (!moved.ok) return { kind: 'danger', text: words.say(`briefings.not-${moved.reason}`) }
  const { issues = 0, approvals = 0, mails = 0 } = moved.left ?? {}
  const more = [
    ...(issues > 0 ? [words.say('briefings.leftIssues', { count: issues })] : []),
    ...(approvals > 0 ? [words.say('briefings.leftApprovals', { count: approvals })] : []),
    ...(mails > 0 ? [words.say('briefings.leftMails', { count: mails })] : []),
  ]
  return { kind: 'success', text: [words.say(`briefings.did-${move}`), ...more].join(' ') }
}

/** Asks before a story is taken from readers, and says where it would be missing. */
async function askToWithdraw(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { issues, mails, sent } = await countIssuesLeft(web.store.db, open.briefing.id)
  const { words } = visit
  return sendDeskPage(web, visit, {
    name: 'briefing-withdraw',
    title: words.say('briefings.withdrawTitle'),
    at: '/briefings',
    view: {
      id: open.briefing.id,
      story: open.briefing.content.title || words.say('briefings.untitled'),
      wasPublic: open.briefing.publicRevision !== null,
      issues: issues > 0 ? words.say('briefings.wouldLeaveIssues', { count: issues }) : '',
      mails: mails > 0 ? words.say('briefings.wouldLeaveMails', { count: mails }) : '',
      sent: sent > 0 ? words.say('briefings.wasSent', { count: sent }) : '',
    },
  })
}
