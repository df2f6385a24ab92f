import { judgeReply, type Judgement } from './fault.ts'

/**
 * What one attempt to hand a message to the mail server came to.
 *
 * - `accepted`: the server took it.
 * - `deferred`: not now; nothing counts as sent, try again later. So is what our own configuration kept from going, even for good.
 * - `refused`: never; the same message must not be tried again for this recipient.
 * - `doubtful`: the final dot had left when the line broke: almost surely accepted, never sent again by itself (RFC 1047).
 * - `unreachable`: the server is away or takes nothing from us at the moment; says nothing about the message.
 * - `misconfigured`: the server does not know us or does not want us (sign-in, TLS, sender); says nothing about the message either.
 * - `lost`: somebody else had the delivery before the final dot; nothing left us.
 *
 * `fault` and `throttled` are there where the server has answered 4yz or 5yz (fault.ts).
 */
export type SendResult = { outcome: SendOutcome } & SmtpReply & Partial<Judgement>

export type SendOutcome = 'accepted' | 'deferred' | 'refused' | 'doubtful' | 'unreachable' | 'misconfigured' | 'lost'

/** The server's own words, or ours where it said none: one clean line of at most 1,000 characters. */
export type SmtpReply = { replyCode: number | null; enhancedCode: string | null; reply: string }

/** What nodemailer says of a failure (its NodemailerError). */
export type Failure = Error & {
  code?: string | undefined
  /** Of the system or of TLS, where `code` is nodemailer's own. */
  originalCode?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  command?: string | undefined
}

/** Judges why no line to the server could be had: whether it is away or does not want us. */
export function judgeOpening(failure: Failure): SendResult {
  // Nodemailer's message says which step failed, and then what the server said.
  const said = replyOf(failure.message, failure.responseCode ?? null)
  const isPermanent = said.replyCode !== null && said.replyCode >= 500
  const isOurs = isPermanent || OUR_FAULTS.has(failure.code ?? '') || isCertificateFault(failure)
  return { outcome: isOurs && said.replyCode !== 421 ? 'misconfigured' : 'unreachable', ...said }
}

/** Judges why a message did not go: by the server's code where there is one, else by whether the final dot had left. */
export function judgeFailure(failure: Failure, dotLeft: boolean): SendResult {
  const said = replyOf(failure.response ?? failure.message, failure.responseCode ?? null)
  if (said.replyCode === null || said.replyCode < 400)
    return { outcome: dotLeft ? 'doubtful' : isDeclined(failure) ? 'refused' : 'deferred', ...said }
  const judged = { ...said, ...judgeReply(said, failure.command) }
  if (SIGN_IN_CODES.has(said.replyCode)) return { outcome: 'misconfigured', ...judged, fault: 'configuration' }
  const isPermanent = said.replyCode >= 500
  if (isAboutUs(said, failure.command)) return { outcome: isPermanent ? 'misconfigured' : 'unreachable', ...judged }
  return { outcome: isPermanent && judged.fault !== 'configuration' ? 'refused' : 'deferred', ...judged }
}

export function judgeSuccess(response: string): SendResult {
  return { outcome: 'accepted', ...replyOf(response, Number(response.slice(0, 3))) }
}

/** Takes the codes out of a server's reply and makes its text fit to be stored and shown. What is no code of failure or success is none. */
export function replyOf(text: string, code: number | null): SmtpReply {
  const reply = text
    .slice(0, 4000)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, 1000)
    .toWellFormed()
  const isCode = code !== null && /^[245]\d\d$/.test(String(code))
  return { replyCode: isCode ? code : null, enhancedCode: ENHANCED_CODE.exec(reply)?.[0] ?? null, reply }
}

// RFC 3463 §2, and no part of an IP address.
const ENHANCED_CODE = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/

const OUR_FAULTS = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'ECONFIG'])

// RFC 4954 §6, RFC 3207 §4: whatever they answer, they are about our sign-in, never about a recipient.
const SIGN_IN_CODES = new Set([530, 534, 535, 538])

// OpenSSL's and Node's names for certificates that do not hold.
const isCertificateFault = ({ originalCode = '' }: Failure): boolean =>
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(originalCode)

/** What is said before the recipient has been named is about us, except for the message's size and its kind of address. */
const isAboutUs = ({ replyCode, enhancedCode }: SmtpReply, command?: string): boolean =>
  command === 'MAIL FROM' && !/^5\.(3\.4|6\.)/.test(enhancedCode ?? '') && replyCode !== 552

// Nodemailer itself has declined the address, or the size beyond the one that the server offers (RFC 1870).
const isDeclined = ({ code, response }: Failure): boolean => (code === 'EENVELOPE' || code === 'EMESSAGE') && !response
