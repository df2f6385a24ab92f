import type { FastifyReply } from 'fastify'
import { confirmInstallation } from '../../../flow/confirm-installation.ts'
import { lookAtStanding, placeOf } from '../../../flow/stand-up.ts'
import { countDueWaiting } from '../../../store/listings/due-waiting.ts'
import { listInstances } from '../../../store/listings/instances.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { countInTime } from '../front/count-in-time.ts'
import { goOn } from '../go-on.ts'
import { localTime, readLocalTime } from '../local-time.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const STANDING_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/standing', needs: 'viewer', act: showStanding },
  { method: 'POST', path: '/standing', needs: 'admin', act: confirm },
]

const waitingOf = countInTime(15_000, ({ store, clock }: Web) => countDueWaiting(store.db, clock()))

/** Whether mail is sent from this database, who works at it, and the question to an admin where it may be a copy. */
async function showStanding(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, zone, held } = visit
  const now = web.clock()
  const waiting = await waitingOf(web)
  const instances = await listInstances(web.store.db)
  return sendDeskPage(web, visit, {
    name: 'standing',
    title: words.say('standing.title'),
    view: {
      isHeld: held !== undefined,
      mayConfirm: held !== undefined && visit.person.role === 'admin',
      why: words.say(`standing.${held ?? 'real'}`),
      waiting: waiting ? words.say('standing.waiting', { count: waiting.counts }) : words.say('lists.counting'),
      now: localTime(now, zone),
      zone,
      instances: instances.slice(0, MOST).map((one) => ({ ...one, startedAt: when(one.startedAt), seenAt: when(one.seenAt) })),
    },
  })
}

const MOST = 20

async function confirm(web: Web, visit: Visit): Promise<FastifyReply> {
  const { store, standing } = web
  const { words, zone, held } = visit
  const { original, until } = formFields(visit.request, ['original', 'until'])
  if (held === undefined || !standing) return goOn(web, visit, '/standing', { kind: 'warning', text: words.say('standing.notHeld') })
  const sentUntil = original === 'moved' ? undefined : readLocalTime(until, zone)
  if (original !== 'moved' && (original !== 'sent' || sentUntil === undefined))
    return goOn(web, visit, '/standing', { kind: 'danger', text: words.say('standing.whichIsIt') })
  const place = await placeOf({ store, ...standing }, true)
  const done = await confirmInstallation(store, { place, sentUntil, by: visit.person }, web.clock())
  const text = [
    words.say('standing.confirmed'),
    ...(done.doubtful > 0 ? [words.say('standing.doubtful', { count: done.doubtful })] : []),
    ...(done.heldIssues > 0 ? [words.say('standing.heldIssues', { count: done.heldIssues })] : []),
  ].join(' ')
  return goOn(web, visit, '/standing', { kind: 'success', text })
}

/** Why nothing is sent from here, for every page to say. */
export const heldAtDesk = async ({ store, standing }: Web): Promise<Visit['held']> =>
  standing && (await lookAtStanding({ store, ...standing })).held
