import type { FastifyReply } from 'fastify'
import { endApiKey, makeApiKey, SCOPES } from '../../../flow/desk/api-keys.ts'
import { listApiKeys } from '../../../store/listings/api-keys.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { shortList } from '../short-list.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const KEY_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/keys', needs: 'admin', act: (web, visit) => showKeys(web, visit) },
  { method: 'POST', path: '/keys', needs: 'admin', act: make },
  { method: 'POST', path: '/keys/:id/end', needs: 'admin', act: end },
]

/** `key` is shown on the answer to the form that made it, and never again. */
async function showKeys(web: Web, visit: Visit, said: { key?: string; notice?: DeskNotice } = {}): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { search } = readListQuery(request.query)
  const all = await listApiKeys(web.store.db, { search })
  const { shown, more } = shortList(all, { path: '/keys', query: request.query, search })
  return sendDeskPage(web, visit, {
    name: 'keys',
    title: words.say('menuKeys'),
    at: '/keys',
    view: {
      search,
      key: said.key ?? '',
      scopes: SCOPES.map((scope) => ({ scope, label: words.say(`house.scope-${scope}`) })),
      more,
      keys: shown.map((one) => ({
        ...one,
        scopes: one.scopes.split(',').map((scope) => words.say(`house.scope-${scope.trim()}`)),
        made: when(one.createdAt),
        used: one.usedAt === null ? words.say('never') : words.date(new Date(one.usedAt).toISOString().slice(0, 10), 'long'),
        ended: one.endedAt === null ? '' : when(one.endedAt),
      })),
    },
    notice: said.notice,
  })
}

async function make(web: Web, visit: Visit): Promise<FastifyReply> {
  const fields = formFields(visit.request, ['name', ...SCOPES])
  const scopes = SCOPES.filter((scope) => fields[scope] === 'on')
  const name = fields.name.trim().slice(0, 80)
  if (name === '' || scopes.length === 0) {
    const notice = { kind: 'danger' as const, text: visit.words.say('house.keyNeeds') }
    return showKeys(web, { ...visit, reply: visit.reply.code(422) }, { notice })
  }
  const { key } = await makeApiKey(web.store, { name, scopes, person: visit.person }, web.clock())
  return showKeys(web, visit, { key, notice: { kind: 'success', text: visit.words.say('house.keyMade') } })
}

async function end(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const isEnded = await endApiKey(web.store, Number(id) || 0, visit.person, web.clock())
  return isEnded ? goOn(web, visit, '/keys', { kind: 'success', text: visit.words.say('house.keyEnded') }) : notFound(web, visit)
}
