import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DAY } from '../../domain/instant.ts'
import { FEWER, ROUTES } from '../../domain/links.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import type { Topic } from '../../domain/topic.ts'
import { muteTopic, unmuteTopic } from '../../flow/mute-topic.ts'
import { undoChange } from '../../flow/undo-change.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import { notFound } from '../answer-faults.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { findReader, type FoundReader } from './find-reader.ts'
import { nameView } from './name-view.ts'
import { noticeView, type PageNotice, type UndoView } from './notice-view.ts'
import { pauseDate } from './pause-date.ts'
import { NOTICES, PATIENCE } from './preferences-door.ts'
import { cleanToken } from './read-token.ts'
import { readChoiceIds, undoable } from './undoable.ts'

type AskedTopic = FastifyRequest<{ Params: { token: string; topic: string } }>

const SNOOZE = 14 * DAY

/** `/p/<token>/fewer/<topic>`, from a topic's heading in a mail: nothing of it for two weeks, or nothing any more. GET changes nothing. */
export function fewerDoor(server: FastifyInstance, web: Web): void {
  const path = `${ROUTES.preferences}:token${FEWER}:topic`
  server.get(path, (request: AskedTopic, reply) => ask(web, request, reply))
  server.post(path, { config: { rateLimit: PATIENCE } }, (request: AskedTopic, reply) => change(web, request, reply))
}

async function ask(web: Web, request: AskedTopic, reply: FastifyReply): Promise<FastifyReply> {
  const about = await find(web, request)
  return about ? sendPrivately(reply, writeFewerPage(web, about)) : notFound(web, request, reply)
}

async function change(web: Web, request: AskedTopic, reply: FastifyReply): Promise<FastifyReply> {
  const about = await find(web, request)
  if (!about) return notFound(web, request, reply)
  const { wish, change: changed } = (request.body ?? {}) as Record<string, unknown>
  const who = { subscriberId: about.found.ref.subscriberId, by: 'page' as const, now: web.clock() }
  if (wish === 'undo') {
    const undone = await undoChange(web.store, web.publication, { ...who, choiceIds: readChoiceIds(changed) }, who.now)
    return again(web, request, reply, { notice: undone.ok ? NOTICES.undone : NOTICES[undone.reason] })
  }
  const act = verbOf(wish, web, who, about.topic.id)
  if (!act) return sendPrivately(reply.code(400), writeFewerPage(web, about))
  const { undo } = await undoable(web, { ...who, token: about.found.token }, act)
  const isBack = wish === 'again'
  return again(web, request, reply, { undo: undo && { ...undo, path: fewerPath(about) }, ...(isBack && { notice: BACK }) })
}

const BACK: PageNotice = { key: 'fewerAgainDone', isGood: true }

type Who = Parameters<typeof muteTopic>[1]

function verbOf(wish: unknown, { store }: Web, who: Who, topicId: number): (() => Promise<void>) | undefined {
  if (wish === 'snooze') return () => muteTopic(store, who, { topicId, until: who.now + SNOOZE })
  if (wish === 'mute') return () => muteTopic(store, who, { topicId, until: null })
  return wish === 'again' ? () => unmuteTopic(store, who, topicId) : undefined
}

type About = { found: FoundReader; topic: Topic }
type Said = { notice?: PageNotice; undo?: UndoView | null }

async function again(web: Web, request: AskedTopic, reply: FastifyReply, said: Said): Promise<FastifyReply> {
  const about = await find(web, request)
  if (!about) return notFound(web, request, reply)
  return sendPrivately(reply.code(said.notice && !said.notice.isGood ? 409 : 200), writeFewerPage(web, about, said))
}

async function find(web: Web, { params }: AskedTopic): Promise<About | undefined> {
  const found = await findReader(web, params.token)
  const topic = found?.offer.topics.find(({ slug }) => slug === cleanToken(params.topic))
  return found && topic && { found, topic }
}

const fewerPath = ({ found, topic }: About): string => ROUTES.preferences.slice(1) + found.token + FEWER + topic.slug

function writeFewerPage(web: Web, about: About, { notice, undo }: Said = {}): string {
  const { known, mutes, token } = about.found
  const language = frameLanguage(known.subscription.languages)
  const words = wordsFor(language)
  const mute = mutes.find(({ topicId }) => topicId === about.topic.id)
  const until = mute?.until ?? null
  const date = until === null ? '' : words.date(pauseDate(until, known.subscription.hour.zone), 'long')
  const muted = until === null ? words.say('fewerMuted') : words.say('fewerSnoozed', { date })
  const title = words.say('fewerTitle')
  // What holds now is the news, so that an undo stands beside it.
  const news = noticeView(notice, words) ?? (undo && mute ? { text: muted, isGood: true } : null)
  const view = {
    heading: title,
    topic: nameView(about.topic.names, language),
    address: maskAddress(known.address),
    notice: news,
    undo: undo ?? null,
    explained: mute && !news ? muted : words.say('fewerAbout'),
    isMuted: mute !== undefined,
    fewerPath: fewerPath(about),
    preferencesPath: ROUTES.preferences.slice(1) + token,
    leavePath: ROUTES.unsubscribe.slice(1) + token,
  }
  const keys = ['fewerAgain', 'fewerSnooze', 'fewerMute', 'preferences', 'leaveButton', 'undoButton']
  return writePage(web, { name: 'fewer', language, title, words: keys, view })
}
