import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { checkAddress } from '../../domain/address.ts'
import type { AddressFault } from '../../domain/address-fault.ts'
import { likelyAddress } from '../../domain/likely-address.ts'
import { ROUTES } from '../../domain/links.ts'
import { networkGroup } from '../../domain/network-group.ts'
import { USUAL_LIMITS } from '../../domain/sign-up.ts'
import { askToSubscribe, type SignUpAsked } from '../../flow/ask-to-subscribe.ts'
import { consentText } from '../../flow/embedded-form.ts'
import { frameLanguage } from '../../render/words.ts'
import { askedLanguage } from '../asked-languages.ts'
import { chosenLanguage } from '../list-query.ts'
import { sendPrivately } from '../send-page.ts'
import type { Web } from '../web.ts'
import { hasTakenTime } from './form-stamp.ts'
import { findDigestOffer, type DigestOffer } from './offer.ts'
import { fieldReader, readSignUpForm, type SignUpFaults, type SignUpRead } from './read-sign-up-form.ts'
import { writeAskedPage, writeBusyPage, writeSignUpPage } from './sign-up-pages.ts'

/** Before the database is asked at all; a network's share of requests is counted there (flow/ask-to-subscribe.ts). */
export const PATIENCE = { max: 60, timeWindow: '1 minute', keyGenerator: (request: FastifyRequest) => networkGroup(request.ip) }

/** `/sign-up`: the form, and where it is sent to. What comes back never tells whether we know the address. */
export function signUpDoor(server: FastifyInstance, web: Web): void {
  server.get(ROUTES.signUp, (request, reply) => show(web, request, reply))
  server.post(ROUTES.signUp, { config: { rateLimit: PATIENCE } }, (request, reply) => take(web, request, reply))
}

async function show(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { language, chosen } = languageOf(web, request)
  const { one } = fieldReader(request.query)
  const offer = await findDigestOffer(web, one('digest'), language)
  const form = offer && { offer, language, chosen, fields: offer.usual, faults: {} }
  return sendPrivately(reply, writeSignUpPage(web, language, form))
}

async function take(web: Web, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { language, chosen } = languageOf(web, request)
  const { one } = fieldReader(request.body)
  const offer = await findDigestOffer(web, one('digest'), language)
  if (!offer) return sendPrivately(reply.code(422), writeSignUpPage(web, language, undefined))
  const isEmbedded = one('via') === 'embedded'
  const read = withAddressMeant(readSignUpForm(request.body, offer), one('use'))
  const stamp = one('stamp') ?? ''
  const isStamped = hasTakenTime(stamp, web.clock(), web.publication.isSigned)
  const shown = { offer, language, chosen, fields: read.fields, faults: {}, stamp: isStamped ? stamp : undefined }
  const again = (more: { faults?: SignUpFaults; meant?: string; isOnceMore?: boolean }): FastifyReply =>
    sendPrivately(reply.code(422), writeSignUpPage(web, language, { ...shown, ...more }))
  const asked = (): FastifyReply =>
    sendPrivately(reply, writeAskedPage(web, { language, address: read.fields.address, slug: offer.digest.slug }))

  // A field that no person sees. The program that filled it in is told the same as everybody.
  if (one('website')) return asked()
  if (!read.ok) return again({ faults: { ...read.faults, ...addressFaults(read.fields.address) } })
  if (!isEmbedded && !isStamped) return again({ isOnceMore: true })
  const meant = one('use') === undefined ? likelyAddress(read.fields.address) : undefined
  if (meant !== undefined) return again({ meant })
  const answer = await ask(web, request, { offer, read, language, how: isEmbedded ? 'embedded' : 'form' })
  if (answer.ok) return asked()
  if (answer.reason === 'too-many' || answer.reason === 'too-many-here')
    return busy(web, reply, { language, isHere: answer.reason === 'too-many-here' })
  return again({ faults: { address: faultWords(answer.reason) } })
}

/** The language that the address names, else the browser's. */
function languageOf(web: Web, { query, headers }: FastifyRequest) {
  const chosen = chosenLanguage(query)
  return { chosen, language: chosen ?? askedLanguage(web, headers['accept-language']) }
}

// Whoever has to look at the form once more sees all that is wrong at once.
function addressFaults(address: string): SignUpFaults {
  const checked = checkAddress(address)
  return checked.ok ? {} : { address: faultWords(checked.reason) }
}

/** Who is asked whether another address was meant answers with one of two buttons. */
function withAddressMeant(read: SignUpRead, use: string | undefined): SignUpRead {
  if (use === undefined || use === 'as-typed') return read
  return { ...read, fields: { ...read.fields, address: use } }
}

type Asking = { offer: DigestOffer; read: Extract<SignUpRead, { ok: true }>; language: string; how: 'form' | 'embedded' | 'api' }

export function ask(web: Web, request: FastifyRequest, { offer, read, language, how }: Asking): Promise<SignUpAsked> {
  const { fields, choices } = read
  const wish = {
    ...{ address: fields.address, name: fields.name, digestId: offer.digest.id, choices, how },
    language: frameLanguage(choices.languages),
    wording: { language, text: consentText(web.publication, offer.digest, language) },
    from: { network: request.ip, browser: request.headers['user-agent'] ?? '' },
  }
  return askToSubscribe(web.store, wish, { publication: web.publication, limits: web.signUpLimits ?? USUAL_LIMITS, now: web.clock() })
}

export const busy = (web: Web, reply: FastifyReply, about: { language: string; isHere: boolean }): FastifyReply =>
  sendPrivately(reply.code(429).header('retry-after', '3600'), writeBusyPage(web, about))

/** The key of the wording for what is wrong with an address. */
export function faultWords(fault: AddressFault): string {
  switch (fault) {
    case 'empty':
      return 'faultAddressEmpty'
    case 'hidden-character':
      return 'faultAddressHidden'
    case 'ours':
      return 'faultAddressOurs'
    case 'international':
      return 'faultAddressInternational'
    default:
      return 'faultAddressWrong'
  }
}
