import type { FastifyReply } from 'fastify'
import { HOOK_EVENTS } from '../../../domain/hook.ts'
import { hookSecret } from '../../../flow/hooks/hook-secret.ts'
import { addHook, replayHook, switchHook } from '../../../flow/hooks/hooks.ts'
import { findListedHook, listHooks, walkPosts } from '../../../store/listings/hooks.ts'
import { listQueryText, readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { onwardView } from '../onward-view.ts'
import { shortList } from '../short-list.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const HOOK_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/hooks', needs: 'admin', act: showHooks },
  { method: 'POST', path: '/hooks', needs: 'admin', act: add },
  { method: 'GET', path: '/hooks/:id', needs: 'admin', act: showHook },
  { method: 'POST', path: '/hooks/:id', needs: 'admin', act: change },
  { method: 'POST', path: '/hooks/:id/posts/:post', needs: 'admin', act: replay },
]

const AT_ONCE = 50
const COLOURS = { waiting: 'blue', posting: 'blue', taken: 'green', 'given-up': 'red' } as const

async function showHooks(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { search } = readListQuery(request.query)
  const { shown, more } = shortList(await listHooks(web.store.db, { search }), { path: '/hooks', query: request.query, search })
  return sendDeskPage(web, visit, {
    name: 'hooks',
    title: words.say('menuHooks'),
    at: '/hooks',
    view: {
      search,
      kinds: HOOK_EVENTS.map((kind) => ({ kind, label: words.say(`hooks.${kind.replace('.', '-')}`) })),
      more,
      hooks: shown.map((one) => ({
        ...one,
        isActive: one.state === 'active',
        stopped: one.stoppedReason === null ? '' : words.say(`hooks.stopped-${one.stoppedReason}`),
        failing: one.failingSince === null ? '' : words.say('hooks.failingSince', { at: when(one.failingSince) }),
        waiting: words.say('number', { n: one.waiting }),
        last: one.lastAt === null ? words.say('never') : when(one.lastAt),
      })),
    },
  })
}

async function add(web: Web, visit: Visit): Promise<FastifyReply> {
  const { name, url } = formFields(visit.request, ['name', 'url'])
  const body = (visit.request.body ?? {}) as Record<string, unknown>
  const made = await addHook(web.store, { name, url, events: HOOK_EVENTS.filter((kind) => body[kind] === 'on') }, visit.person, web.clock())
  if (!made.ok) return goOn(web, visit, '/hooks', { kind: 'danger', text: visit.words.say(`hooks.${made.reason}`) })
  return goOn(web, visit, `/hooks/${made.id}`, { kind: 'success', text: visit.words.say('hooks.added') })
}

async function showHook(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, request } = visit
  const { id } = request.params as { id: string }
  const hook = await findListedHook(web.store.db, Number(id) || 0)
  if (!hook) return notFound(web, visit)
  const { search, before: behind } = readListQuery(request.query)
  const found = await walkPosts(web.store.db, { hookId: hook.id, search, behind, limit: AT_ONCE })
  return sendDeskPage(web, visit, {
    name: 'hook',
    title: hook.name,
    at: '/hooks',
    view: {
      id: hook.id,
      url: hook.url,
      search,
      isActive: hook.state === 'active',
      events: hook.events.map((kind) => words.say(`hooks.${kind.replace('.', '-')}`)),
      stopped: hook.stoppedReason === null ? '' : words.say(`hooks.stopped-${hook.stoppedReason}`),
      secret: hookSecret(hook.nonce, web.publication.sign),
      posts: found.rows.map((one) => ({
        ...one,
        colour: COLOURS[one.state],
        state: words.say(`hooks.state-${one.state}`),
        at: when(one.at),
        next: one.state === 'waiting' && one.attempts > 0 ? words.say('hooks.next', { at: when(one.nextAt) }) : '',
        answer: one.answer ?? '',
        status: one.status ?? '',
        took: one.took === null ? '' : words.say('hooks.took', { n: one.took }),
      })),
      ...onwardView(found, { limit: AT_ONCE, behind, addressOf: (before) => `/hooks/${hook.id}${listQueryText({ search, before })}` }),
    },
  })
}

async function change(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id } = visit.request.params as { id: string }
  const { state } = formFields(visit.request, ['state'])
  const isChanged = await switchHook(
    web.store,
    { id: Number(id) || 0, state: state === 'active' ? 'active' : 'stopped' },
    visit.person,
    web.clock(),
  )
  return isChanged ? goOn(web, visit, `/hooks/${id}`, { kind: 'success', text: visit.words.say('house.saved') }) : notFound(web, visit)
}

async function replay(web: Web, visit: Visit): Promise<FastifyReply> {
  const { id, post } = visit.request.params as { id: string; post: string }
  const isThere = await replayHook(web.store, { hookId: Number(id) || 0, id: Number(post) || 0 }, visit.person, web.clock())
  return isThere ? goOn(web, visit, `/hooks/${id}`, { kind: 'success', text: visit.words.say('hooks.replayed') }) : notFound(web, visit)
}
