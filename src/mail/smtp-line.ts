import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { MINUTE } from '../domain/instant.ts'
import type { ComposedMessage } from './compose-message.ts'
import type { Relay } from './relay.ts'
import { offers, sendOver, type Barrier, type LineResult } from './send-over.ts'
import { judgeOpening, type Failure, type SendResult } from './send-result.ts'

/** One connection to the mail server; messages go over it one after the other. */
export type SmtpLine = {
  send: (message: ComposedMessage, barrier: Barrier) => Promise<LineResult>
  readonly isOpen: boolean
  readonly offersInternational: boolean
  /** Says goodbye. A line at work breaks. */
  close: () => void
}

export type OpenedLine = { ok: true; line: SmtpLine } | { ok: false; result: SendResult }

export type Timeouts = {
  /** For connection, greeting, TLS and sign-in each. */
  opening: number
  /** For every answer of the server. */
  answer: number
  /** For a whole message: an answer that comes drop by drop must not hold a line for ever. */
  message: number
}

// RFC 5321 §4.5.3.2: five minutes for the greeting, ten for the answer to the final dot.
export const USUAL_TIMEOUTS: Timeouts = { opening: 5 * MINUTE, answer: 10 * MINUTE, message: 15 * MINUTE }

const LONGEST_REPLY = 64 * 1024
const LONGEST_GOODBYE = 1000

/** Connects, starts TLS and signs in. `name` is what we call ourselves in EHLO. */
export function openLine(relay: Relay, name: string, timeouts: Timeouts): Promise<OpenedLine> {
  return openOver(new SMTPConnection(connectionOptions(relay, name, timeouts)), relay, timeouts)
}

/** How a connection is to be made: TLS is demanded wherever the server is not on this machine. */
export const connectionOptions = (relay: Relay, name: string, timeouts: Timeouts) => ({
  ...{ host: relay.host, port: relay.port, secure: relay.isSecure, name },
  ...(relay.isLocal ? { ignoreTLS: !relay.isSecure, allowInternalNetworkInterfaces: true } : { requireTLS: !relay.isSecure }),
  ...{ connectionTimeout: timeouts.opening, greetingTimeout: timeouts.opening, socketTimeout: timeouts.answer },
  ...{ maxResponseSize: LONGEST_REPLY, socketCloseTimeout: LONGEST_GOODBYE },
})

/** The same over a connection that somebody else has an eye on. */
export function openOver(connection: SMTPConnection, relay: Relay, timeouts: Timeouts): Promise<OpenedLine> {
  return new Promise((resolve) => {
    const finish = (failure?: Failure): void => {
      clearTimeout(overdue)
      connection.off('error', finish)
      // A message at work hears of errors by its own callback; an idle line that breaks is simply not open any more.
      connection.on('error', () => undefined)
      if (failure) connection.close()
      resolve(failure ? { ok: false, result: judgeOpening(failure) } : { ok: true, line: lineOver(connection, timeouts) })
    }
    const overdue = setTimeout(() => finish(new Error('The mail server did not get to the point')), 2 * timeouts.opening)
    connection.on('error', finish)
    connection.connect((failure) => {
      if (failure || !relay.auth) finish(failure)
      else connection.login({ credentials: relay.auth }, (refusal) => finish(refusal ?? undefined))
    })
  })
}

function lineOver(connection: SMTPConnection, timeouts: Timeouts): SmtpLine {
  return {
    offersInternational: offers(connection, 'SMTPUTF8'),
    send: (message, barrier) => sendOver(connection, { message, barrier, longest: timeouts.message }),
    get isOpen() {
      return !connection.destroyed
    },
    close: () => {
      if (connection.destroyed) return
      connection.quit()
      // A server that does not answer would keep the process alive.
      setTimeout(() => connection.close(), LONGEST_GOODBYE).unref()
    },
  }
}
