import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { ComposedMessage } from './compose-message.ts'
import { heldMessage } from './held-message.ts'
import { judgeFailure, judgeSuccess, replyOf, type Failure, type SendResult } from './send-result.ts'

/** Asked when a whole message but its final dot has left: true lets the dot follow, false drops the line instead. */
export type Barrier = () => Promise<boolean>

/** `isUntouched`: the line was over before the server had answered anything about this message. */
export type LineResult = { result: SendResult; isUntouched: boolean }

type Sending = { message: ComposedMessage; barrier: Barrier; longest: number }

/** Sends one message over an open connection, and leaves that ready for the next one or closed. */
export async function sendOver(connection: SMTPConnection, sending: Sending): Promise<LineResult> {
  const { envelope } = sending.message
  if (envelope.isInternational && !offers(connection, 'SMTPUTF8')) return { result: NOT_INTERNATIONAL, isUntouched: false }
  connection.lastServerResponse = false
  const end = withRefusal(await converse(connection, sending), connection)
  const isUntouched = isBeforeAnyAnswer(end, connection)
  if (!(await isReadyAfter(end, connection))) connection.close()
  return { result: resultOf(end), isUntouched }
}

/** `held`: not let go. `barred`: the barrier said no. `gone`: on its way to the server. */
type Dot = 'held' | 'barred' | 'gone'

type End = { dot: Dot; failure: Failure | undefined; response: string }

/** The conversation about one message, up to the answer to its final dot or to whatever ended it before. */
function converse(connection: SMTPConnection, { message, barrier, longest }: Sending): Promise<End> {
  return new Promise((resolve) => {
    let dot: Dot = 'held'
    let isOver = false
    const finish = (failure?: Failure | null, response = ''): void => {
      isOver = true
      clearTimeout(overdue)
      resolve({ dot, failure: failure ?? undefined, response })
      body.destroy()
    }
    const overdue = setTimeout(() => finish(new Error('The mail server took too long over this message')), longest)
    const body = heldMessage(message.raw, connection, async () => {
      const mayGo = await barrier()
      if (!isOver && !connection.destroyed) dot = mayGo ? 'gone' : 'barred'
      return dot === 'gone'
    })
    const { from, to } = message.envelope
    connection.send({ from, to: [to], size: message.byteLength }, body, (failure, info) => finish(failure, failure ? '' : info.response))
  })
}

/** A server that refuses the envelope and hangs up at once has said why, though nodemailer reports the broken line. */
function withRefusal(end: End, connection: SMTPConnection): End {
  if (end.dot !== 'held' || !isBroken(end.failure)) return end
  const envelope = Reflect.get(connection, '_envelope') as { mailError?: Failure; rejectedErrors?: Failure[] } | false
  const refusal = envelope ? (envelope.mailError ?? envelope.rejectedErrors?.at(-1)) : undefined
  return { ...end, failure: refusal ?? end.failure }
}

function resultOf({ dot, failure, response }: End): SendResult {
  if (dot === 'barred') return { outcome: 'lost', ...replyOf('another sender had taken the delivery over', null) }
  if (failure) return judgeFailure(failure, dot === 'gone')
  // Whatever it answers to half a message, it cannot have accepted it.
  return dot === 'gone' ? judgeSuccess(response) : { ...judgeSuccess(response), outcome: 'deferred' }
}

// RFC 5321 §3.8: 421 ends the line; as the first word about a message it says nothing about this one.
function isBeforeAnyAnswer({ failure }: End, { lastServerResponse }: SMTPConnection): boolean {
  if (failure?.responseCode === 421) return failure.command === 'MAIL FROM'
  return lastServerResponse === false && isBroken(failure)
}

const isBroken = (failure: Failure | undefined): boolean => failure?.code === 'ECONNECTION' || failure?.code === 'ESOCKET'

/** Whether the line can carry another message. One that broke off in the middle leaves it in no state to. */
async function isReadyAfter({ dot, failure }: End, connection: SMTPConnection): Promise<boolean> {
  if (failure?.code === 'EMESSAGE') return dot === 'gone' || !failure.response
  if (failure?.code === 'EENVELOPE') return forgetEnvelope(connection)
  return dot === 'gone' && !failure
}

// The next envelope would be nested in the one that was refused (RFC 5321 §4.1.4).
function forgetEnvelope(connection: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const lost = (): void => resolve(false)
    connection.once('end', lost)
    connection.reset((refusal) => {
      connection.off('end', lost)
      resolve(!refusal)
    })
  })
}

/** Whether the server named an extension in its answer to EHLO. */
export function offers(connection: SMTPConnection, extension: string): boolean {
  const supported: unknown = Reflect.get(connection, '_supportedExtensions')
  return Array.isArray(supported) && supported.includes(extension)
}

// RFC 6531 §3.1: without the extension the address cannot be written to this server at all.
const NOT_INTERNATIONAL: SendResult = {
  outcome: 'refused',
  replyCode: null,
  enhancedCode: '5.6.7',
  reply: 'the mail server does not take addresses with letters beyond ASCII before the @ (it offers no SMTPUTF8)',
}
