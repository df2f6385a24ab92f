import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES, type SubscriptionRef } from '../../domain/links.ts'
import { changePreferences, type Changed } from '../../flow/change-preferences.ts'
import { wordLanguages } from '../../render/words.ts'
import {
  findReaderSubscription,
  listOfferedTopics,
  listPublishedLanguages,
  type ReaderSubscription,
} from '../../store/listings/reader-subscriptions.ts'
import { notFound } from '../answer-faults.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { storedFields, writePreferencesPage, type Preferences } from './preferences-page.ts'
import { readPreferencesForm, type PreferencesOffer, type PreferencesRead } from './read-preferences-form.ts'
import { cleanToken, readToken } from './read-token.ts'

type Asked = FastifyRequest<{ Params: { token: string } }>

/** Nobody changes their mind more often; a script that does is slowed down, by the link and not by the network. */
const PATIENCE = { max: 30, timeWindow: '1 minute', keyGenerator: (request: FastifyRequest) => cleanToken((request as Asked).params.token) }

/** `/p/<token>`: what a reader chose for one digest, and how to change it. The signed address is the key; GET never changes anything. */
export function preferencesDoor(server: FastifyInstance, web: Web): void {
  server.get(`${ROUTES.preferences}:token`, (request: Asked, reply) => show(web, request, reply))
  server.post(`${ROUTES.preferences}:token`, { config: { rateLimit: PATIENCE } }, (request: Asked, reply) => change(web, request, reply))
}

async function show(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const found = await find(web, request)
  if (!found) return notFound(web, request, reply)
  const hasLeft = found.known.subscription.state === 'ended'
  const fields = storedFields(found.known, found.offer)
  return sendPrivately(reply, writePreferencesPage(web, { ...found, fields, faults: {}, ...(hasLeft && { notice: NOTICES['has-left'] }) }))
}

async function change(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const found = await find(web, request)
  if (!found) return notFound(web, request, reply)
  const form = readPreferencesForm(request.body, found.offer)
  if (!form.ok) return sendPrivately(reply.code(422), writePreferencesPage(web, { ...found, ...form }))
  const changed = await changePreferences(web.store, found.ref, form, web.clock())
  const after = await find(web, request)
  if (!after) return notFound(web, request, reply)
  return sendPrivately(reply.code(changed.ok ? 200 : 409), writePreferencesPage(web, { ...after, ...outcomeOf(changed, after, form) }))
}

type Found = Pick<Preferences, 'known' | 'offer' | 'token'> & { ref: SubscriptionRef }

async function find(web: Web, request: Asked): Promise<Found | undefined> {
  const ref = readToken(web, request.params.token)
  const known = ref && (await findReaderSubscription(web.store.db, ref))
  return known && { ref, known, offer: await offerOf(web, ref, known), token: cleanToken(request.params.token) }
}

async function offerOf({ store }: Web, { digestId }: SubscriptionRef, { subscription }: ReaderSubscription): Promise<PreferencesOffer> {
  const languages = [...wordLanguages, ...(await listPublishedLanguages(store.db)), ...subscription.languages]
  return { topics: await listOfferedTopics(store.db, digestId), languages: [...new Set(languages)].sort() }
}

const NOTICES = {
  saved: { key: 'chooseSaved', isGood: true },
  'has-left': { key: 'chooseLeft', isGood: false },
  suppressed: { key: 'chooseSuppressed', isGood: false },
} as const

/** Choices that were stored are shown as stored, others as they were typed. */
function outcomeOf(changed: Changed, after: Found, { fields }: PreferencesRead): Pick<Preferences, 'fields' | 'faults' | 'notice'> {
  if (changed.ok) return { fields: storedFields(after.known, after.offer), faults: {}, notice: NOTICES.saved }
  if (changed.reason === 'no-topics') return { fields, faults: { topics: 'faultTopics' } }
  return { fields, faults: {}, notice: NOTICES[changed.reason === 'suppressed' ? 'suppressed' : 'has-left'] }
}
