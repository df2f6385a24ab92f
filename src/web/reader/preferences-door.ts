import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { changePreferences, type Changed } from '../../flow/change-preferences.ts'
import { forecastMail } from '../../flow/forecast-mail.ts'
import { undoChange } from '../../flow/undo-change.ts'
import { renderFragment } from '../../render/render-page.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import { notFound } from '../answer-faults.ts'
import { LIVE } from '../security.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { whereaboutsOf } from '../whereabouts.ts'
import { findReader, type Asked, type FoundReader } from './find-reader.ts'
import { faultyNextView, nextMailView } from './next-mail-view.ts'
import { readMailWishes } from './mail-wishes.ts'
import type { PageNotice } from './notice-view.ts'
import { preferencesConsent } from './preferences-consent.ts'
import { storedFields, writePreferencesPage, type Preferences } from './preferences-page.ts'
import { readPreferencesForm, readWish, type PreferencesRead } from './read-preferences-form.ts'
import { cleanToken } from './read-token.ts'
import { readChoiceIds, undoable, UNDO } from './undoable.ts'

const keyGenerator = (request: FastifyRequest) => cleanToken((request as Asked).params.token)

/** Nobody changes their mind more often; a script that does is slowed down, by the link and not by the network. */
export const PATIENCE = { max: 30, timeWindow: '1 minute', keyGenerator }

/** What is looked at while choosing: more often, but not without end either. */
const LOOKS = { max: 240, timeWindow: '1 minute', keyGenerator }

/** `/p/<token>`: what a reader chose for one digest, and how to change it. The signed address is the key; GET never changes anything. */
export function preferencesDoor(server: FastifyInstance, web: Web): void {
  const path = `${ROUTES.preferences}:token`
  server.get(path, LIVE, (request: Asked, reply) => withReader(web, request, reply, (found) => show(web, found, reply)))
  server.get(`${path}/next`, { config: { rateLimit: LOOKS } }, (request: Asked, reply) =>
    withReader(web, request, reply, (found) => showNext(web, found, request, reply)),
  )
  const changing = { ...LIVE, config: { rateLimit: PATIENCE } }
  server.post(path, changing, (request: Asked, reply) => withReader(web, request, reply, (found) => change(web, found, request, reply)))
  server.post(path + UNDO, changing, (request: Asked, reply) =>
    withReader(web, request, reply, (found) => undo(web, found, request, reply)),
  )
}

/** Answers for the reader whose link it is; with nothing for everybody else. */
export async function withReader(
  web: Web,
  request: Asked,
  reply: FastifyReply,
  answer: (found: FoundReader) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const found = await findReader(web, request.params.token)
  return found ? answer(found) : notFound(web, request, reply)
}

/** The page as things are stored, after whatever was done. */
export async function show(web: Web, found: FoundReader, reply: FastifyReply, said: Partial<Preferences> = {}): Promise<FastifyReply> {
  const hasLeft = found.known.subscription.state === 'ended'
  const fields = storedFields(found, web.clock())
  const next = await nextOf(web, found, { ...found.known.subscription, choices: found.known.subscription })
  const page = { ...found, fields, faults: {}, next, ...(hasLeft && { notice: NOTICES['has-left'] }), ...said }
  return sendPrivately(reply, writePreferencesPage(web, page))
}

async function showNext(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const form = readPreferencesForm(request.query, found.offer, web.clock())
  const language = frameLanguage(found.known.subscription.languages)
  return sendPrivately(reply, renderFragment('next', { title: '', language, next: await nextOfForm(web, found, form) }))
}

async function change(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const wish = readWish(request.body)
  const form = readPreferencesForm(request.body, found.offer, web.clock())
  const next = await nextOfForm(web, found, form)
  if (!form.ok) return sendPrivately(reply.code(422), writePreferencesPage(web, { ...found, ...form, next }))
  if (wish === 'look') return sendPrivately(reply, writePreferencesPage(web, { ...found, fields: form.fields, faults: {}, next }))
  const wording = preferencesConsent(web, found)
  const own = found.digests.find(({ digest }) => digest.id === found.ref.digestId)
  const wishes = own && readMailWishes(request.body, { digest: own.digest, mails: found.mails })
  if (wishes?.isFaulty)
    return sendPrivately(
      reply.code(422),
      writePreferencesPage(web, { ...found, fields: form.fields, faults: { quiet: 'faultQuiet' }, next }),
    )
  const wanted = {
    ...{ ...form, choices: { ...form.choices, ...wishes?.choices }, ...(wishes && { mails: wishes.mails }) },
    ...{ comeBack: wish === 'come-back', from: whereaboutsOf(request), ...(wording && { wording }) },
  }
  const who = { subscriberId: found.ref.subscriberId, token: found.token }
  const { answer, undo } = await undoable(web, who, () => changePreferences(web.store, found.ref, wanted, web.clock()))
  const after = await findReader(web, request.params.token)
  if (!after) return notFound(web, request, reply)
  if (answer.ok) return show(web, after, reply, { notice: NOTICES.saved, undo })
  return sendPrivately(reply.code(409), writePreferencesPage(web, { ...after, fields: form.fields, next, ...refusalOf(answer) }))
}

async function undo(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const choiceIds = readChoiceIds((request.body as { change?: unknown } | undefined)?.change)
  const wish = { subscriberId: found.ref.subscriberId, choiceIds }
  const undone = await undoChange(web.store, web.publication, wish, web.clock())
  const after = await findReader(web, request.params.token)
  if (!after) return notFound(web, request, reply)
  const notice = undone.ok ? NOTICES.undone : NOTICES[undone.reason]
  return show(web, after, reply.code(undone.ok ? 200 : 409), { notice })
}

type Looked = { choices: FoundReader['known']['subscription'] | Extract<PreferencesRead, { ok: true }>['choices'] } & Pick<
  FoundReader['known']['subscription'],
  'pause'
>

async function nextOf(web: Web, { ref, known, digests }: FoundReader, { choices, pause }: Looked): Promise<Preferences['next']> {
  const words = wordsFor(frameLanguage(known.subscription.languages))
  const digest = digests.find((one) => one.digest.id === ref.digestId)?.digest
  if (!digest) return faultyNextView('')
  const now = web.clock()
  const pausing = pause && pause.until > now ? pause : null
  const forecast = await forecastMail(web.store.db, { digest, subscriberId: ref.subscriberId, choices, pause: pausing }, now)
  return nextMailView(forecast, { release: digest.release, pause: pausing }, { words, zone: choices.hour.zone })
}

function nextOfForm(web: Web, found: FoundReader, form: PreferencesRead): Promise<Preferences['next']> {
  if (form.ok) return nextOf(web, found, form)
  const words = wordsFor(frameLanguage(found.known.subscription.languages))
  return Promise.resolve(faultyNextView(words.say(Object.values(form.faults)[0] ?? 'faultForm')))
}

export const NOTICES = {
  saved: { key: 'chooseSaved', isGood: true },
  undone: { key: 'undoDone', isGood: true },
  'has-left': { key: 'chooseLeft', isGood: false },
  suppressed: { key: 'chooseSuppressed', isGood: false },
  'too-late': { key: 'undoTooLate', isGood: false },
} as const satisfies Record<string, PageNotice>

function refusalOf({ reason }: Extract<Changed, { ok: false }>): Pick<Preferences, 'faults' | 'notice'> {
  if (reason === 'no-topics') return { faults: { topics: 'faultTopics' } }
  return { faults: {}, notice: NOTICES[reason === 'suppressed' ? 'suppressed' : 'has-left'] }
}
