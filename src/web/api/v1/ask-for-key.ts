import type { FastifyReply } from 'fastify'
import { letIn } from '../../../flow/desk/api-keys.ts'
import type { Web } from '../../web.ts'
import type { Api } from './api.ts'
import { lacksRole, Refusal } from './refusal.ts'

const KEYLESS = /^\/api\/v1\/(docs(\/|$)|openapi\.json$)/

/** Lets in who sends a key as `Authorization: Bearer <key>` (RFC 6750 §2.1) that may do what the route is for. */
export function askForKey(api: Api, web: Web): void {
  api.decorateRequest('caller', null)
  api.addHook('onRoute', ({ url, config }) => {
    if (!KEYLESS.test(url) && config?.needs === undefined) throw new Error(`${url} does not say whom it lets in`)
  })
  api.addHook('onRequest', async (request, reply) => {
    const { needs } = request.routeOptions.config
    if (needs === undefined) return
    const [, key = ''] = /^Bearer +(\S{10,200})$/i.exec(request.headers.authorization ?? '') ?? []
    const answer = await letIn(web.store.db, { key, needs }, web.clock())
    if (!answer.ok) throw refusalOf(answer.reason, reply)
    request.caller = answer.caller
  })
}

function refusalOf(reason: 'unknown' | 'scope' | 'role', reply: FastifyReply): Refusal {
  if (reason === 'scope')
    return new Refusal(403, 'Not let in', 'This key may only read. "broadsheet key add … --scope write" makes one that may write.')
  if (reason === 'role') return lacksRole()
  reply.header('www-authenticate', 'Bearer')
  return new Refusal(401, 'Not let in', 'Send a key as "Authorization: Bearer <key>". "broadsheet key add" makes one.')
}
