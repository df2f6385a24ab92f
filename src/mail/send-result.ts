/**
 * What one attempt to hand a message to the mail server came to.
 *
 * - `accepted`: the server took it.
 * - `deferred`: not now; nothing counts as sent, try again later.
 * - `refused`: never; the same message must not be tried again for this recipient.
 * - `doubtful`: the final dot had left when the line broke: almost surely accepted, never sent again by itself (RFC 1047).
 * - `misconfigured`: our own settings are at fault (sign-in, TLS); counts against no subscriber.
 * - `lost`: somebody else had the delivery before the final dot; nothing left us.
 */
export type SendResult = { outcome: SendOutcome } & SmtpReply

export type SendOutcome = 'accepted' | 'deferred' | 'refused' | 'doubtful' | 'misconfigured' | 'lost'

/** The server's own words, or ours where it said none: one clean line of at most 1,000 characters. */
export type SmtpReply = { replyCode: number | null; enhancedCode: string | null; reply: string }

/** What nodemailer says of a failure (its NodemailerError). */
type Failure = Error & {
  code?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  command?: string | undefined
}

const OUR_FAULTS = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'ECONFIG'])
// Sign-in and syntax answers (RFC 4954 §6, RFC 5321 §4.2.2) are about our configuration, not about the recipient.
const OUR_CODES = new Set([500, 501, 502, 503, 504, 530, 534, 535, 538])

/** Judges a failure: by the server's code where there is one, else by whether the final dot had left. */
export function judgeFailure(failure: Failure, dotLeft: boolean): SendResult {
  const said = replyOf(failure.response ?? failure.message, failure.responseCode ?? null)
  if (isOurFault(failure)) return { outcome: 'misconfigured', ...said }
  if (said.replyCode === null) return { outcome: dotLeft ? 'doubtful' : 'deferred', ...said }
  return { outcome: said.replyCode >= 500 ? 'refused' : 'deferred', ...said }
}

export function judgeSuccess(response: string): SendResult {
  return { outcome: 'accepted', ...replyOf(response, Number(response.slice(0, 3)) || 250) }
}

/** Takes the codes out of a server's reply and makes its text fit to be stored and shown. */
export function replyOf(text: string, code: number | null): SmtpReply {
  const reply = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, 1000)
  return { replyCode: code, enhancedCode: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? null, reply }
}

function isOurFault({ code, responseCode, command }: Failure): boolean {
  if (code !== undefined && OUR_FAULTS.has(code)) return true
  return responseCode !== undefined && command !== 'RCPT TO' && OUR_CODES.has(responseCode)
}
