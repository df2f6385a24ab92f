import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { beginHouse, isHouseEmpty, setUpWord } from '../../flow/desk/begin-house.ts'
import { SHORTEST_PASSWORD } from '../../flow/desk/password.ts'
import { isOnThisMachine } from '../is-on-this-machine.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import { formFields } from './form-fields.ts'
import { visitorWords } from './visitor.ts'
import { sendDeskPage } from './write-desk-page.ts'

/** The first visit of a new installation: whoever is at this machine, or knows the word from the log, becomes the first admin. */
export function setUpPages(server: FastifyInstance, web: Web): void {
  const isOurs = {
    preHandler: (request: FastifyRequest, reply: FastifyReply, done: () => void) => server.csrfProtection(request, reply, done),
  }
  server.get('/set-up', (request, reply) => showSetUp(web, request, reply))
  server.post('/set-up', { ...isOurs, config: { rateLimit: { max: 10, timeWindow: '15 minutes' } } }, (request, reply) =>
    begin(web, request, reply),
  )
}

async function showSetUp(web: Web, request: FastifyRequest, reply: FastifyReply, fault?: string): Promise<FastifyReply> {
  if (!(await isHouseEmpty(web.store.db))) return reply.redirect(`${rootOf(web.publication.links.home())}desk/sign-in`, 303)
  const words = visitorWords(request)
  const { address, name, word } = { ...formFields(request, ['address', 'name', 'word']) }
  return sendDeskPage(
    web,
    { reply, words, csrf: reply.generateCsrf() },
    {
      name: 'set-up',
      title: words.say('setUp.title'),
      view: {
        ...{ address, name, word },
        needsWord: !isOnThisMachine(request),
        shortest: SHORTEST_PASSWORD,
        hint: words.say('passwordHint', { count: SHORTEST_PASSWORD }),
      },
      notice: fault === undefined ? undefined : { kind: 'danger', text: words.say(fault, { count: SHORTEST_PASSWORD, address }) },
    },
  )
}

async function begin(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { address, name, word, password, again } = formFields(request, ['address', 'name', 'word', 'password', 'again'])
  const words = visitorWords(request)
  if (!isOnThisMachine(request) && word.trim() !== setUpWord(web.publication.sign))
    return showSetUp(web, request, reply.code(403), 'setUp.wrongWord')
  if (password !== again) return showSetUp(web, request, reply.code(422), 'password-not-the-same')
  const begun = await beginHouse(web.store, { address: address.trim(), name, password, language: words.language }, web.clock())
  if (begun.ok) return reply.redirect(`${rootOf(web.publication.links.home())}desk/sign-in?next=/desk/settings/publication`, 303)
  const fault =
    begun.reason === 'bad-address' ? 'people-bad-address' : begun.reason === 'begun-already' ? 'setUp.begun' : `password-${begun.reason}`
  return showSetUp(web, request, reply.code(422), fault)
}
