import type { FastifyReply } from 'fastify'
import { DESK_ROLES, isDeskRole } from '../../domain/desk-role.ts'
import { DAY } from '../../domain/instant.ts'
import { addPerson, recoverPerson } from '../../flow/desk/add-person.ts'
import { changePerson } from '../../flow/desk/change-person.ts'
import { endSessions } from '../../flow/desk/end-sessions.ts'
import { deskLanguages } from '../../render/render-desk-page.ts'
import { listPeople } from '../../store/listings/people.ts'
import { readListQuery } from '../list-query.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { formFields } from './form-fields.ts'
import { goOn } from './go-on.ts'
import type { DeskNotice } from './desk-notice.ts'
import { shortList } from './short-list.ts'
import { sendDeskPage } from './write-desk-page.ts'

export const PEOPLE_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/people', needs: 'admin', act: (web, visit) => showPeople(web, visit) },
  { method: 'POST', path: '/people', needs: 'admin', act: invite },
  { method: 'POST', path: '/people/:id/sessions', needs: 'admin', act: endTheirs },
  { method: 'POST', path: '/people/:id/recover', needs: 'admin', act: recover },
  { method: 'POST', path: '/people/:id', needs: 'admin', act: change },
]

/** `asked`: an invitation that could not be made is asked for again as it was filled in. */
type Said = { notice?: DeskNotice; link?: string; asked?: { address: string; name: string; role: string; language: string } }

const NOBODY = { address: '', name: '', role: 'viewer', language: '' }

async function showPeople(web: Web, visit: Visit, said: Said = {}): Promise<FastifyReply> {
  const { request, words, person } = visit
  const { search } = readListQuery(request.query)
  const all = await listPeople(web.store.db, { search })
  const { shown, more } = shortList(all, { path: '/people', query: request.query, search })
  const { address, name, ...asked } = said.asked ?? NOBODY
  const roles = DESK_ROLES.map((role) => ({ role, label: words.say(`role-${role}`), about: words.say(`role-${role}-may`) }))
  return sendDeskPage(web, visit, {
    name: 'people',
    title: words.say('menuPeople'),
    at: '/people',
    view: {
      search,
      link: said.link ?? '',
      asked: { address, name },
      roles: roles.map((one) => ({ ...one, isChosen: one.role === asked.role })),
      languages: deskLanguages().map((language) => ({
        language,
        label: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
        isChosen: language === asked.language,
      })),
      more,
      isEmpty: shown.length === 0,
      people: shown.map((one) => ({
        ...one,
        isSelf: one.id === person.id,
        isShutOut: one.disabledAt !== null,
        seen: one.lastSeenAt === null ? words.say('never') : visit.when(one.lastSeenAt),
        safety: words.say(one.hasTotp ? 'safetyCode' : one.hasPassword ? 'safetyPassword' : 'safetyInvited'),
        choices: roles.map(({ role, label }) => ({ role, label, isChosen: role === one.role })),
      })),
    },
    notice: said.notice,
  })
}

async function invite(web: Web, visit: Visit): Promise<FastifyReply> {
  const { address, name, role, language } = formFields(visit.request, ['address', 'name', 'role', 'language'])
  if (!isDeskRole(role) || !deskLanguages().includes(language)) return showPeople(web, { ...visit, reply: visit.reply.code(422) })
  const added = await addPerson(
    web.store,
    { address: address.trim(), name: name.trim() || address.trim(), role, language },
    visit.person,
    web.clock(),
  )
  if (!added.ok) {
    const notice = { kind: 'danger' as const, text: visit.words.say(`people-${added.reason}`, { address }) }
    return showPeople(web, { ...visit, reply: visit.reply.code(422) }, { notice, asked: { address, name, role, language } })
  }
  const notice = { kind: 'success' as const, text: visit.words.say('peopleAdded', { address, count: added.goodFor / DAY }) }
  return showPeople(web, visit, { notice, link: new URL(`desk/welcome/${added.word}`, web.publication.links.home()).href })
}

async function change(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const { role, access } = formFields(visit.request, ['role', 'access'])
  const wanted = { ...(isDeskRole(role) ? { role } : {}), ...(access === 'out' || access === 'in' ? { isDisabled: access === 'out' } : {}) }
  const changed = await changePerson(web.store, { personId: Number(id), ...wanted }, visit.person, web.clock())
  const notice = changed.ok
    ? { kind: 'success' as const, text: visit.words.say('peopleChanged') }
    : { kind: 'danger' as const, text: visit.words.say(`people-${changed.reason}`) }
  return showPeople(web, changed.ok ? visit : { ...visit, reply: visit.reply.code(422) }, { notice })
}

/** A laptop is gone: whoever has it is out at once. */
async function endTheirs(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const personId = Number(id) || 0
  const isSelf = personId === visit.person.id
  const ended = await endSessions(web.store, { personId, ...(isSelf && { butNot: visit.session.id }) }, visit.person, web.clock())
  return goOn(web, visit, '/people', { kind: 'success', text: visit.words.say('sessionsEnded', { count: ended }) })
}

async function recover(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const person = (await listPeople(web.store.db)).find((one) => one.id === Number(id))
  const invited = person && (await recoverPerson(web.store, person.address, visit.person, web.clock()))
  if (!person || !invited?.ok) return goOn(web, visit, '/people', { kind: 'danger', text: visit.words.say('people-unknown') })
  const notice = { kind: 'success' as const, text: visit.words.say('peopleRecovered', { address: person.address }) }
  return showPeople(web, visit, { notice, link: new URL(`desk/welcome/${invited.word}`, web.publication.links.home()).href })
}
