import type { FastifyInstance, FastifyReply } from 'fastify'
import { ROUTES } from '../../domain/links.ts'
import { eraseReader } from '../../flow/erase-reader.ts'
import { frameLanguage } from '../../render/words.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import type { Asked, FoundReader } from './find-reader.ts'
import { PATIENCE, withReader } from './preferences-door.ts'
import { writeQuestionPage } from './question-page.ts'

const ERASE = '/erase'

/** `/p/<token>/erase`: one page, one confirmation, and everything is gone. */
export function eraseDoor(server: FastifyInstance, web: Web): void {
  const path = `${ROUTES.preferences}:token${ERASE}`
  server.get(path, (request: Asked, reply) => withReader(web, request, reply, (found) => ask(web, found, reply)))
  server.post(path, { config: { rateLimit: PATIENCE } }, (request: Asked, reply) =>
    withReader(web, request, reply, (found) => erase(web, found, request, reply)),
  )
}

async function ask(web: Web, { known, token }: FoundReader, reply: FastifyReply): Promise<FastifyReply> {
  const preferences = ROUTES.preferences.slice(1) + token
  const page = writeQuestionPage(web, {
    language: frameLanguage(known.subscription.languages),
    title: 'eraseTitle',
    address: known.address,
    about: ['eraseAbout', 'eraseKept', 'eraseFirst'],
    button: { path: preferences + ERASE, label: 'eraseButton' },
    links: [
      { path: `${preferences}/data`, label: 'dataTitle' },
      { path: preferences, label: 'preferences' },
    ],
  })
  return sendPrivately(reply, page)
}

async function erase(web: Web, found: FoundReader, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const { confirm } = (request.body ?? {}) as Record<string, unknown>
  if (confirm !== 'yes') return ask(web, found, reply.code(400))
  await eraseReader(web.store, web.publication, found.ref.subscriberId, web.clock())
  const language = frameLanguage(found.known.subscription.languages)
  return sendPrivately(reply, writeQuestionPage(web, { language, title: 'erasedTitle', about: ['erasedAbout', 'eraseKept'] }))
}
