import type { FastifyReply } from 'fastify'
import { decideHeld } from '../../../flow/decide-held.ts'
import { listHeldAddresses, listHeldReceivers } from '../../../store/listings/held-suppressions.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { shortList } from '../short-list.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const HELD_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/suppressions/held', needs: 'viewer', act: showHeld },
  { method: 'POST', path: '/suppressions/held', needs: 'admin', act: decide },
]

const SHOWN = 20
const PAGE = { path: '/suppressions/held', search: '', atOnce: 10 }

/** Receivers that call nearly everybody dead at once, with what they said of some. */
async function showHeld(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when } = visit
  const receivers = shortList(await listHeldReceivers(web.store.db), { ...PAGE, query: visit.request.query })
  const shown = await Promise.all(
    receivers.shown.map(async ({ receiver, openedAt, dead, gone, waiting }) => ({
      receiver,
      waiting: words.say('number', { n: waiting }),
      said: words.say('delivery.heldSaid', { dead, gone, at: when(openedAt), count: waiting }),
      addresses: (await listHeldAddresses(web.store.db, { receiver, limit: SHOWN, after: 0 })).map((one) => ({ ...one, at: when(one.at) })),
      further: waiting > SHOWN ? words.say('delivery.further', { count: waiting - SHOWN }) : '',
    })),
  )
  return sendDeskPage(web, visit, {
    name: 'held',
    title: words.say('delivery.held'),
    at: '/suppressions',
    view: { receivers: shown, more: receivers.more, mayChange: visit.person.role === 'admin' },
  })
}

async function decide(web: Web, visit: Visit): Promise<FastifyReply> {
  const { receiver, decision } = formFields(visit.request, ['receiver', 'decision'])
  if (decision !== 'apply' && decision !== 'drop') return goOn(web, visit, '/suppressions/held')
  const done = await decideHeld(web, { domain: receiver, decision, by: visit.person.name }, web.clock(), visit.person)
  const notice = done.ok
    ? { kind: 'success' as const, text: visit.words.say(`delivery.held-${decision}-done`, { count: done.addresses, receiver }) }
    : { kind: 'danger' as const, text: visit.words.say('delivery.heldNone', { receiver }) }
  return goOn(web, visit, '/suppressions/held', notice)
}
