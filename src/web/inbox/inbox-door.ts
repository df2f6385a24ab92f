import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readCaught } from '../../flow/read-caught.ts'
import { wordsFor } from '../../render/words.ts'
import { listCaught } from '../../store/listings/caught-messages.ts'
import { notFound } from '../answer-faults.ts'
import { askedLanguage } from '../asked-languages.ts'
import { isOnThisMachine } from '../is-on-this-machine.ts'
import { readListQuery } from '../list-query.ts'
import { LIST_WORDS, listView } from '../list-view.ts'
import { MAIL_SANDBOX } from '../security.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { rootOf, writePage } from '../write-page.ts'
import { momentView } from './moment-view.ts'
import { writeCaughtPage } from './caught-page.ts'

type Asked = FastifyRequest<{ Params: { id: string } }>

const MESSAGES = 50
const ID = ':id(^\\d{1,15}$)'

/** `/inbox`: the mails that the built-in catcher holds. Only for people on this machine, and as long as no mail server is set. */
export function inboxDoor(server: FastifyInstance, web: Web): void {
  server.addHook('onRequest', async (request, reply) =>
    web.catcher && isOnThisMachine(request) ? undefined : notFound(web, request, reply),
  )
  server.get('/inbox', (request, reply) => showList(web, request, reply))
  server.get(`/inbox/${ID}`, (request: Asked, reply) => showMessage(web, request, reply))
  server.get(`/inbox/${ID}/html`, (request: Asked, reply) => sendHtmlPart(web, request, reply))
  server.get(`/inbox/${ID}/source`, (request: Asked, reply) => sendSource(web, request, reply))
}

async function showList(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const language = askedLanguage(web, request.headers['accept-language'])
  const words = wordsFor(language)
  const query = readListQuery(request.query)
  const { messages, total, hasOlder } = await listCaught(web.store.db, { ...query, limit: MESSAGES })
  const list = {
    path: `${rootOf(web.publication.links.home())}inbox`,
    query,
    total,
    lastKey: messages.at(-1)?.id,
    hasOlder,
    shown: messages.length,
  }
  const view = {
    list: listView(list, words),
    messages: messages.map(({ id, rcptTo, subject, receivedAt }) => ({ id, to: rcptTo, subject, ...momentView(receivedAt, words) })),
    count: words.say('inboxCount', { count: total }),
  }
  const keys = [...LIST_WORDS, 'inboxTitle', 'inboxAbout', 'inboxFind', 'inboxEmpty', 'inboxEmptyNext', 'inboxNoSubject']
  return sendPrivately(reply, writePage(web, { name: 'inbox', language, title: words.say('inboxTitle'), words: keys, view }))
}

async function showMessage(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const mail = await readCaught(web.store, Number(request.params.id))
  if (!mail) return notFound(web, request, reply)
  const { view } = request.query as Record<string, unknown>
  return sendPrivately(reply, writeCaughtPage(web, { mail, language: askedLanguage(web, request.headers['accept-language']), asked: view }))
}

async function sendHtmlPart(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const html = (await readCaught(web.store, Number(request.params.id)))?.message.html
  if (html === undefined) return notFound(web, request, reply)
  reply.header('content-security-policy', MAIL_SANDBOX).header('x-frame-options', 'sameorigin')
  return sendPrivately(reply, withLinksBeside(html))
}

async function sendSource(web: Web, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const mail = await readCaught(web.store, Number(request.params.id))
  if (!mail) return notFound(web, request, reply)
  reply.header('content-security-policy', MAIL_SANDBOX).header('cache-control', 'no-store')
  return reply.type('text/plain; charset=utf-8').send(Buffer.from(mail.raw))
}

// Where the mail has no head of its own, browsers make one of what they find first.
const withLinksBeside = (html: string): string => {
  const base = '<base target="_blank">'
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html
}
