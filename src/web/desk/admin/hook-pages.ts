import type { FastifyReply } from 'fastify'
import { HOOK_EVENTS } from '../../../domain/hook.ts'
import { hookSecret } from '../../../flow/hooks/hook-secret.ts'
import { addHook, replayHook, switchHook } from '../../../flow/hooks/hooks.ts'
import { findListedHook, listHooks, listPosts } from '../../../store/listings/hooks.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
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
  const hooks = await listHooks(web.store.db, { search })
  return sendDeskPage(web, visit, {
    name: 'hooks',
    title: words.say('menuHooks'),
    at: '/hooks',
    view: {
      search,
      kinds: HOOK_EVENTS.map((kind) => ({ kind, label: words.say(`hooks.${kind.replace('.', '-')}`) })),
      hooks: hooks.map((one) => ({
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
  const { search, before } = readListQuery(request.query)
  const found = await listPosts(web.store.db, { hookId: hook.id, search, before, limit: AT_ONCE + 1 })
  const shown = found.slice(0, AT_ONCE)
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
      posts: shown.map((one) => ({
        ...one,
        colour: COLOURS[one.state],
        state: words.say(`hooks.state-${one.state}`),
        at: when(one.at),
        next: one.state === 'waiting' && one.attempts > 0 ? words.say('hooks.next', { at: when(one.nextAt) }) : '',
        answer: one.answer ?? '',
        status: one.status ?? '',
        took: one.took === null ? '' : words.say('hooks.took', { n: one.took }),
      })),
      more: found.length > AT_ONCE ? `?${new URLSearchParams({ q: search, before: String(shown.at(-1)?.id) }).toString()}` : '',
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
