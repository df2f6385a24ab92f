import type { FastifyReply } from 'fastify'
import { USUAL_LIMITS } from '../../../domain/sign-up.ts'
import { confirmAgain, forgetRequest } from '../../../flow/lists/act-on-sign-up.ts'
import { walkSignUps } from '../../../store/listings/waiting-sign-ups.ts'
import { listQueryText, readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { onwardView } from '../onward-view.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { idIn } from './subscriber-pages.ts'
import { whyNot } from './why-not.ts'

export const SIGN_UP_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers/unconfirmed', needs: 'admin', act: showSignUps },
  { method: 'POST', path: '/subscribers/unconfirmed/:id/again', needs: 'admin', act: again },
  { method: 'POST', path: '/subscribers/unconfirmed/:id/forget', needs: 'admin', act: forget },
]

const AT_ONCE = 50

/** People who asked for a digest and never confirmed. */
async function showSignUps(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { search, before: behind } = readListQuery(request.query)
  const found = await walkSignUps(web.store.db, { search, behind, limit: AT_ONCE })
  return sendDeskPage(web, visit, {
    name: 'sign-ups',
    title: words.say('lists.signUps'),
    at: '/subscribers',
    view: {
      search,
      signUps: found.rows.map((one) => ({ ...one, at: when(one.askedAt), state: words.say(`lists.signUp-${one.state}`) })),
      ...onwardView(found, {
        limit: AT_ONCE,
        behind,
        addressOf: (before) => `/subscribers/unconfirmed${listQueryText({ search, before })}`,
      }),
    },
  })
}

async function again(web: Web, visit: Visit): Promise<FastifyReply> {
  const wish = { signUpId: idIn(visit), limits: web.signUpLimits ?? USUAL_LIMITS }
  const done = await confirmAgain(web, wish, { actor: visit.person, now: web.clock() })
  if (!done.ok && done.reason === 'gone') return notFound(web, visit)
  const notice = done.ok
    ? { kind: 'success' as const, text: visit.words.say('lists.did-signUpAgain') }
    : { kind: 'danger' as const, text: visit.words.tell(whyNot(done.reason)) }
  return goOn(web, visit, '/subscribers/unconfirmed', notice)
}

async function forget(web: Web, visit: Visit): Promise<FastifyReply> {
  const done = await forgetRequest(web, idIn(visit), { actor: visit.person, now: web.clock() })
  if (!done.ok) return notFound(web, visit)
  return goOn(web, visit, '/subscribers/unconfirmed', { kind: 'success', text: visit.words.say('lists.did-signUpForget') })
}
