import type { FastifyReply } from 'fastify'
import { changeProfile } from '../../flow/desk/change-profile.ts'
import { changePassword } from '../../flow/desk/choose-password.ts'
import { endSessions } from '../../flow/desk/end-sessions.ts'
import { SHORTEST_PASSWORD } from '../../flow/desk/password.ts'
import { beginTotp, endTotp } from '../../flow/desk/set-up-totp.ts'
import { makeTotp } from '../../flow/desk/totp.ts'
import { deskLanguages } from '../../render/render-desk-page.ts'
import { listSessions } from '../../store/listings/desk-sessions.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { formFields } from './form-fields.ts'
import { goOn } from './go-on.ts'
import type { DeskNotice } from './desk-notice.ts'
import { sendDeskPage } from './write-desk-page.ts'

export const ACCOUNT_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/account', needs: 'viewer', act: (web, visit) => showAccount(web, visit) },
  { method: 'POST', path: '/account/profile', needs: 'viewer', act: newProfile },
  { method: 'POST', path: '/account/password', needs: 'viewer', act: newPassword },
  { method: 'POST', path: '/account/code', needs: 'viewer', act: codes },
  { method: 'POST', path: '/account/sessions', needs: 'viewer', act: endOthers },
  { method: 'POST', path: '/account/sessions/:id', needs: 'viewer', act: endOne },
]

/** Shows the account; a secret that was proposed stays the same until a right code was given. */
async function showAccount(web: Web, visit: Visit, said: { notice?: DeskNotice; secret?: string } = {}): Promise<FastifyReply> {
  const { words, person, session } = visit
  const sessions = await listSessions(web.store.db, person.id, web.clock())
  const proposed = makeTotp({ issuer: web.publication.sender.name, label: person.address })
  const secret = said.secret ?? proposed.secret
  return sendDeskPage(web, visit, {
    name: 'account',
    title: words.say('menuAccount'),
    at: '/account',
    view: {
      address: person.address,
      name: person.name,
      zone: person.zone ?? '',
      zones: Intl.supportedValuesOf('timeZone'),
      languages: deskLanguages().map((language) => ({
        language,
        label: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
        isChosen: language === person.language,
      })),
      hasTotp: person.totpSecret !== null,
      secret,
      secretShown: secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
      uri: proposed.uri.replace(proposed.secret, secret),
      shortest: SHORTEST_PASSWORD,
      hint: words.say('passwordHint', { count: SHORTEST_PASSWORD }),
      hasOthers: sessions.length > 1,
      sessions: sessions.map((one) => ({
        ...one,
        isThis: one.id === session.id,
        seen: visit.when(one.seenAt),
        browser: browserName(one.browser),
      })),
    },
    notice: said.notice,
  })
}

async function newProfile(web: Web, visit: Visit): Promise<FastifyReply> {
  const { name, zone, language } = formFields(visit.request, ['name', 'zone', 'language'])
  const spoken = deskLanguages().find((one) => one === language) ?? visit.person.language
  const changed = await changeProfile(web.store, visit.person, { name, zone, language: spoken }, web.clock())
  if (!changed.ok) return fail(web, visit, `profile-${changed.reason}`)
  return goOn(web, visit, '/account', { kind: 'success', text: visit.words.say('accountSaved') })
}

async function newPassword(web: Web, visit: Visit): Promise<FastifyReply> {
  const { current, password, again } = formFields(visit.request, ['current', 'password', 'again'])
  if (password !== again) return fail(web, visit, 'password-not-the-same')
  const changed = await changePassword(web.store, { person: visit.person, sessionId: visit.session.id, current, password }, web.clock())
  return changed.ok ? done(web, visit, 'passwordChanged') : fail(web, visit, `password-${changed.reason}`)
}

async function codes(web: Web, visit: Visit): Promise<FastifyReply> {
  const { secret, code, current } = formFields(visit.request, ['secret', 'code', 'current'])
  if (visit.person.totpSecret !== null) {
    const ended = await endTotp(web.store, { person: visit.person, password: current }, web.clock())
    return ended ? done(web, visit, 'codeEnded') : fail(web, visit, 'password-wrong-password')
  }
  if (!/^[A-Z2-7]{16,64}$/.test(secret)) return fail(web, visit, 'codeWrong')
  const begun = await beginTotp(web.store, { person: visit.person, secret, code }, web.clock())
  if (begun) return done(web, visit, 'codeBegun')
  return showAccount(
    web,
    { ...visit, reply: visit.reply.code(422) },
    { secret, notice: { kind: 'danger', text: visit.words.say('codeWrong') } },
  )
}

async function endOthers(web: Web, visit: Visit): Promise<FastifyReply> {
  const ended = await endSessions(web.store, { personId: visit.person.id, butNot: visit.session.id }, visit.person, web.clock())
  return done(web, visit, 'sessionsEnded', ended)
}

async function endOne(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const ended = await endSessions(web.store, { personId: visit.person.id, id: Number(id) || 0 }, visit.person, web.clock())
  return ended > 0 ? done(web, visit, 'sessionEnded') : fail(web, visit, 'sessionGone')
}

const done = (web: Web, visit: Visit, key: string, count = 0): FastifyReply =>
  goOn(web, visit, '/account', { kind: 'success', text: visit.words.say(key, { count }) })

const fail = (web: Web, visit: Visit, key: string): Promise<FastifyReply> =>
  showAccount(
    web,
    { ...visit, reply: visit.reply.code(422) },
    { notice: { kind: 'danger', text: visit.words.say(key, { count: SHORTEST_PASSWORD }) } },
  )

/** What a person knows a browser by; the whole of what it says of itself is long and tells nobody anything. */
function browserName(says: string): string {
  const [, name = ''] = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)\//.exec(says) ?? []
  const [, system = ''] = /(Android|iPhone|iPad|Windows|Mac OS X|Linux|CrOS)/.exec(says) ?? []
  const known: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', SamsungBrowser: 'Samsung Internet' }
  return [known[name] ?? name, system].filter((word) => word !== '').join(', ') || says.slice(0, 40)
}
