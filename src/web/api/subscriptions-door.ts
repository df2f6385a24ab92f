import { inEnglish } from '../../render/in-english.ts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressFault } from '../../domain/address-fault.ts'
import { likelyAddress } from '../../domain/likely-address.ts'
import { wordsFor } from '../../render/words.ts'
import { askedLanguage } from '../asked-languages.ts'
import { findDigestOffer, type DigestOffer } from '../sign-up/offer.ts'
import { fieldReader, readSignUpForm, type SignUpRead } from '../sign-up/read-sign-up-form.ts'
import { ask, PATIENCE } from '../sign-up/sign-up-door.ts'
import type { Web } from '../web.ts'
import { sendProblem } from './problem.ts'

const LONGEST_BODY = 16 * 1024

/**
 * `POST /api/subscriptions`: what the form does, as JSON. `address` and `topics` (by slug) must be there; `digest`, `often` or `days`,
 * `hour`, `zone`, `languages`, `format` and `name` may be. As with the form, the answer never tells whether the address is known.
 */
export function subscriptionsDoor(server: FastifyInstance, web: Web): void {
  server.setErrorHandler((error: FastifyError, _, reply) => refuse(reply, error))
  server.post('/api/subscriptions', { bodyLimit: LONGEST_BODY, config: { rateLimit: PATIENCE } }, (request, reply) =>
    take(web, request, reply),
  )
}

async function take(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return sendProblem(reply, 415, { title: 'Not JSON', detail: 'Send the wish as JSON, with the content type application/json.' })
  const body = renamed(request.body)
  const asked = fieldReader(body)
  const language = askedLanguage(web, request.headers['accept-language'])
  const offer = await findDigestOffer(web, asked.one('digest'), language)
  const slug = asked.one('digest')
  if (!offer || (slug !== undefined && offer.digest.slug !== slug))
    return invalid(reply, [
      { field: 'digest', message: `There is no such digest. There are: ${offer?.digests.map((one) => one.slug).join(', ') || 'none'}.` },
    ])
  const unknown = asked.all('topic').filter((topic) => !offer.topics.some((one) => one.slug === topic))
  const read = readSignUpForm(body, offer)
  const errors = [...errorsOf(read, language), ...unknown.slice(0, 20).map((topic) => unknownTopic(topic, offer))]
  if (!read.ok || errors.length > 0) return invalid(reply, errors)
  return answer(web, request, reply, { offer, read, language })
}

type Asking = { offer: DigestOffer; read: Extract<SignUpRead, { ok: true }>; language: string }

async function answer(web: Web, request: FastifyRequest, reply: FastifyReply, asking: Asking): Promise<FastifyReply> {
  const answered = await ask(web, request, { ...asking, how: 'api' })
  if (answered.ok) {
    const meant = likelyAddress(asking.read.fields.address)
    const message = 'If the address is right, a mail to confirm is on its way there. Nothing else is sent before its button is pressed.'
    return reply
      .code(202)
      .header('cache-control', 'no-store')
      .send({ message, ...(meant !== undefined && { didYouMean: meant }) })
  }
  if (answered.reason === 'too-many' || answered.reason === 'too-many-here') return tooMany(reply)
  return invalid(reply, [{ field: 'address', message: inEnglish(addressFault(answered.reason)) }])
}

const tooMany = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply.header('retry-after', '3600'), 429, {
    title: 'Too many requests',
    detail: 'Very many sign-ups came just now. Try again in an hour.',
  })

const invalid = (reply: FastifyReply, errors: { field: string; message: string }[]): FastifyReply =>
  sendProblem(reply, 422, {
    title: 'The wish cannot be taken',
    detail: 'Look at "errors": each names a field and says what to do.',
    errors,
  })

/** The names of the API are those that people expect in JSON; the form's are those of its fields. */
function renamed(body: unknown): Record<string, unknown> {
  const { topics, languages, days, ...rest } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return { ...rest, topic: topics, language: languages, day: days }
}

const FIELDS: Record<string, string> = {
  topics: 'topics',
  hour: 'hour',
  zone: 'zone',
  days: 'days',
  languages: 'languages',
  format: 'format',
}

function errorsOf(read: SignUpRead, language: string): { field: string; message: string }[] {
  const words = wordsFor(language)
  return read.ok ? [] : Object.entries(read.faults).map(([field, key]) => ({ field: FIELDS[field] ?? field, message: words.say(key) }))
}

const unknownTopic = (topic: string, { topics }: DigestOffer): { field: string; message: string } => ({
  field: 'topics',
  message: `There is no topic ${JSON.stringify(topic.slice(0, 60))}. There are: ${topics.map(({ slug }) => slug).join(', ')}.`,
})

function refuse(reply: FastifyReply, error: FastifyError): FastifyReply {
  const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500
  if (status === 429) return tooMany(reply)
  if (status >= 500) throw error
  const detail = status === 413 ? `Send at most ${LONGEST_BODY} bytes.` : 'The body is not JSON that can be read.'
  return sendProblem(reply, status, { title: 'The request cannot be read', detail })
}
