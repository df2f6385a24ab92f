import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { MINUTE } from '../domain/instant.ts'
import type { ComposedMessage } from './compose-message.ts'
import type { Relay } from './relay.ts'
import { judgeFailure, judgeSuccess, replyOf, type SendResult } from './send-result.ts'

/** Asked when a whole message but its final dot has left: true lets the dot follow, false drops the line instead. */
export type Barrier = () => Promise<boolean>

/** One connection to the mail server; messages go over it one after the other. */
export type SmtpLine = {
  send: (message: ComposedMessage, barrier: Barrier) => Promise<SendResult>
  readonly isOpen: boolean
  close: () => void
}

type Opened = { ok: true; line: SmtpLine } | { ok: false; result: SendResult }

// RFC 5321 §4.5.3.2: five minutes for the greeting, ten for the answer to the final dot.
const TIMEOUTS = { connectionTimeout: 2 * MINUTE, greetingTimeout: 5 * MINUTE, socketTimeout: 10 * MINUTE, maxResponseSize: 64 * 1024 }

/** Connects, starts TLS and signs in. `name` is what we call ourselves in EHLO. */
export function openLine(relay: Relay, name: string): Promise<Opened> {
  const { host, port, isSecure, isLocal, auth } = relay
  const tls = isLocal ? { ignoreTLS: !isSecure, allowInternalNetworkInterfaces: true } : { requireTLS: !isSecure }
  const connection = new SMTPConnection({ host, port, secure: isSecure, name, ...tls, ...TIMEOUTS })
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      connection.close()
      resolve({ ok: false, result: judgeFailure(error, false) })
    }
    const ready = (): void => {
      // Later errors reach the message at hand through its callback; an idle line that breaks is simply not open any more.
      connection.off('error', fail)
      connection.on('error', () => undefined)
      resolve({ ok: true, line: lineOver(connection) })
    }
    connection.once('error', fail)
    connection.connect((error) => {
      if (error) fail(error)
      else if (auth) connection.login({ credentials: auth }, (refusal) => (refusal ? fail(refusal) : ready()))
      else ready()
    })
  })
}

function lineOver(connection: SMTPConnection): SmtpLine {
  return {
    send: (message, barrier) => sendOver(connection, message, barrier),
    get isOpen() {
      return !connection.destroyed
    },
    close: () => {
      if (connection.destroyed) return
      connection.quit()
    },
  }
}

function sendOver(connection: SMTPConnection, message: ComposedMessage, barrier: Barrier): Promise<SendResult> {
  if (message.envelope.isInternational && !offers(connection, 'SMTPUTF8')) return Promise.resolve(notInternational())
  return new Promise((resolve) => {
    let isOver = false
    let dotLeft = false
    const end = (result: SendResult): void => {
      if (isOver) return
      isOver = true
      resolve(result)
    }
    const stream = heldBack(message.raw, async () => {
      const mayGo = await barrier()
      if (!mayGo) {
        connection.close()
        end({ outcome: 'lost', ...replyOf('another sender had taken the delivery over', null) })
      }
      dotLeft = mayGo && !isOver && !connection.destroyed
      return dotLeft
    })
    const { from, to } = message.envelope
    connection.send({ from, to: [to], size: message.byteLength }, stream, (error, info) => {
      // A message that broke off in the middle leaves the line in no state to carry another.
      if (error && !dotLeft && error.command !== 'RCPT TO') connection.close()
      end(error ? judgeFailure(error, dotLeft) : judgeSuccess(info?.response ?? ''))
      stream.destroy()
    })
  })
}

/** The message as a stream that does not end, and so keeps its final dot, before `mayEnd` has answered true. */
function heldBack(pieces: Buffer[], mayEnd: () => Promise<boolean>): Readable {
  let next = 0
  let asked = false
  return new Readable({
    highWaterMark: 256 * 1024,
    read() {
      while (next < pieces.length) if (!this.push(pieces[next++])) return
      if (asked) return
      asked = true
      mayEnd().then(
        (may) => (may ? this.push(null) : this.destroy()),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })
}

function offers(connection: SMTPConnection, extension: string): boolean {
  const supported: unknown = Reflect.get(connection, '_supportedExtensions')
  return Array.isArray(supported) && supported.includes(extension)
}

// RFC 6531 §3.1: without the extension the address cannot be written to this server at all.
function notInternational(): SendResult {
  const reply = 'the mail server does not take addresses with letters beyond ASCII before the @ (it offers no SMTPUTF8)'
  return { outcome: 'refused', replyCode: null, enhancedCode: '5.6.7', reply }
}
