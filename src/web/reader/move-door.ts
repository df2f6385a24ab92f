import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readToken } from '../../domain/link-token.ts'
import { ROUTES } from '../../domain/links.ts'
import { isMovable, isRevocable, makeAddressChange, takeAddressBack, type AddressChanged } from '../../flow/make-address-change.ts'
import { findShownAddressChange, type ShownAddressChange } from '../../store/listings/address-changes.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import { notFound } from '../answer-faults.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { whereaboutsOf } from '../whereabouts.ts'
import { PATIENCE } from './preferences-door.ts'
import { writeQuestionPage } from './question-page.ts'
import { cleanToken } from './read-token.ts'

type Asked = FastifyRequest<{ Params: { token: string } }>

/** A way of a change of address: what its page asks, when it may still be gone, and what it says at its end. */
type Way = {
  route: string
  purpose: 'new-address' | 'old-address'
  words: { title: string; about: string; button: string; doneTitle: string; done: string }
  isOpen: (change: ShownAddressChange, web: Web) => boolean
  address: (change: ShownAddressChange) => string
  go: (web: Web, change: ShownAddressChange, request: Asked) => Promise<AddressChanged>
}

const WAYS: Way[] = [
  {
    route: ROUTES.newAddress,
    purpose: 'new-address',
    words: { title: 'moveTitle', about: 'moveAbout', button: 'moveButton', doneTitle: 'moveDoneTitle', done: 'moveDone' },
    isOpen: (change, { clock }) => isMovable(change, clock()),
    address: ({ address }) => address,
    go: ({ store, publication, clock }, { id, languages }, request) => {
      const words = wordsFor(frameLanguage(languages))
      const wording = { language: words.language, text: words.say('moveAbout') }
      return makeAddressChange(store, publication, { changeId: id, given: { ...whereaboutsOf(request), at: clock() }, wording })
    },
  },
  {
    route: ROUTES.oldAddress,
    purpose: 'old-address',
    words: { title: 'backTitle', about: 'backAbout', button: 'noticeMovedButton', doneTitle: 'backDoneTitle', done: 'backDone' },
    isOpen: (change, { clock }) => isRevocable(change, clock()),
    address: ({ old }) => old.address,
    go: ({ store, clock }, { id }) => takeAddressBack(store, id, clock()),
  },
]

/**
 * `/a/<token>`, from the mail to a new address, makes the change; `/a/back/<token>`, from the mail to the old one, takes it back. Both ask
 * first: GET changes nothing.
 */
export function moveDoor(server: FastifyInstance, web: Web): void {
  for (const way of WAYS) {
    server.get(`${way.route}:token`, (request: Asked, reply) => ask(web, way, request, reply))
    server.post(`${way.route}:token`, { config: { rateLimit: PATIENCE } }, (request: Asked, reply) => act(web, way, request, reply))
  }
}

async function ask(web: Web, way: Way, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const change = await find(web, way, request)
  if (!change) return notFound(web, request, reply)
  const language = frameLanguage(change.languages)
  if (!way.isOpen(change, web)) return sendPrivately(reply.code(410), writeQuestionPage(web, { language, ...GONE }))
  const { title, about, button } = way.words
  const path = `${way.route.slice(1)}${cleanToken(request.params.token)}`
  const page = { language, title, about: [about], address: way.address(change), button: { path, label: button } }
  return sendPrivately(reply, writeQuestionPage(web, page))
}

async function act(web: Web, way: Way, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const change = await find(web, way, request)
  if (!change) return notFound(web, request, reply)
  const language = frameLanguage(change.languages)
  const done = await way.go(web, change, request)
  if (done.ok) return sendPrivately(reply, writeQuestionPage(web, { language, title: way.words.doneTitle, about: [way.words.done] }))
  const isTaken = done.reason === 'taken'
  return sendPrivately(reply.code(isTaken ? 409 : 410), writeQuestionPage(web, { language, ...(isTaken ? TAKEN : GONE) }))
}

const GONE = { title: 'moveGoneTitle', about: ['moveGone'] }
const TAKEN = { title: 'moveTakenTitle', about: ['moveTaken'] }

async function find({ store, publication }: Web, way: Way, { params }: Asked): Promise<ShownAddressChange | undefined> {
  const [id] = readToken(way.purpose, cleanToken(params.token), publication.isSigned) ?? []
  return id === undefined ? undefined : findShownAddressChange(store.db, id)
}
