import type { FastifyInstance, FastifyReply } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { askNewAddress, dropNewAddress } from '../../flow/ask-new-address.ts'
import { renameReader } from '../../flow/rename-reader.ts'
import { frameLanguage } from '../../render/words.ts'
import { LIVE } from '../security.ts'
import type { Web } from '../web.ts'
import { whereaboutsOf } from '../whereabouts.ts'
import { findReader, type Asked, type FoundReader } from './find-reader.ts'
import { NOTICES, PATIENCE, show, withReader } from './preferences-door.ts'

/** `/p/<token>/name` and `/address`: who the reader is, and where the mails go. */
export function profileDoor(server: FastifyInstance, web: Web): void {
  const path = `${ROUTES.preferences}:token`
  const changing = { ...LIVE, config: { rateLimit: PATIENCE } }
  server.post(`${path}/name`, changing, (request: Asked, reply) =>
    withReader(web, request, reply, (found) => changeName(web, found, request, reply)),
  )
  server.post(`${path}/address`, changing, (request: Asked, reply) =>
    withReader(web, request, reply, (found) => changeAddress(web, found, request, reply)),
  )
}

async function changeName(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const { name = '', wish } = fieldsOf(request)
  const renamed = await renameReader(web.store, found.ref.subscriberId, name)
  if (!renamed.ok) return show(web, found, reply.code(422), { typed: { name }, faults: { name: 'faultName' } })
  const undo = { path: `${ROUTES.preferences.slice(1)}${found.token}/name`, name: 'name', value: found.known.name }
  const isNews = wish !== 'undo' && renamed.isNew
  return again(web, request, reply, { notice: wish === 'undo' ? NOTICES.undone : NOTICES.saved, undo: isNews ? undo : null })
}

async function changeAddress(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const { address = '', wish } = fieldsOf(request)
  const { subscriberId } = found.ref
  if (wish === 'undo') {
    await dropNewAddress(web.store, subscriberId, web.clock())
    return again(web, request, reply, { notice: NOTICES.undone })
  }
  const language = frameLanguage(found.known.subscription.languages)
  const from = whereaboutsOf(request)
  const asked = await askNewAddress(web.store, web.publication, { subscriberId, address, language, from }, web.clock())
  if (!asked.ok) return show(web, found, reply.code(422), { typed: { address }, faults: { address: 'faultAddress' } })
  const undo = { path: `${ROUTES.preferences.slice(1)}${found.token}/address`, name: 'change', value: 'address' }
  return again(web, request, reply, { notice: { key: 'chooseAddressAsked', isGood: true }, undo })
}

async function again(web: Web, { params }: Asked, reply: FastifyReply, said: Parameters<typeof show>[3]): Promise<FastifyReply> {
  const after = await findReader(web, params.token)
  // Erased in between: there is nothing to show, and nothing was said that is not true.
  if (!after) return reply.code(404).send()
  return show(web, after, reply, said)
}

function fieldsOf({ body }: Asked): Partial<Record<'name' | 'address' | 'wish', string>> {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : []
  return Object.fromEntries(fields.filter(([, value]) => typeof value === 'string'))
}
