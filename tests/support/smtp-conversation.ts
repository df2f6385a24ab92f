import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { readSmtp } from './smtp-input.ts'
import type { SmtpInput } from './smtp-input.ts'

/** Where in the conversation. `dot` is the end of a message. */
export type Moment = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot'

/** What we do, step by step: say a reply, wait some milliseconds, `'hang up'`, or `'stay silent'` for good. */
export type Answer = (string | number)[]

export type ReceivedMessage = {
  from: string
  to: string[]
  /** What followed the address in MAIL FROM, such as `SMTPUTF8 BODY=8BITMIME`. */
  parameters: string
  /** The bytes as they travelled, dots unstuffed. */
  raw: Buffer
  /** What we said after the final dot; empty where we said nothing. */
  reply: string
  /** The user name of AUTH PLAIN; empty without. */
  login: string
}

export type House = {
  extensions: string[]
  /** The answer to give at this moment to mail for these recipients, if a test asked for one. */
  wish: (at: Moment, recipients: string[]) => Answer | undefined
  keep: (message: ReceivedMessage) => void
}

type Mail = Pick<ReceivedMessage, 'from' | 'to' | 'parameters'>
type Session = { house: House; socket: Socket; input: SmtpInput; mail: Mail; login: string }
type Said = { reply: string; isOver: boolean }

/** One connection from greeting to end: RFC 5321, with SMTPUTF8 (RFC 6531) and AUTH PLAIN (RFC 4616), whoever asks. */
export async function converse(socket: Socket, house: House): Promise<void> {
  const session: Session = { house, socket, input: readSmtp(socket), mail: noMail(), login: '' }
  let { isOver } = await answer(session, 'greeting', '220 mail.test ESMTP')
  while (!isOver) {
    const line = await session.input.line()
    if (line === undefined) return
    const verb = line.split(' ', 1).join('').toUpperCase()
    isOver = (await (commands[verb] ?? unknown)(session, line)).isOver
  }
}

const commands: Record<string, (session: Session, line: string) => Promise<Said>> = {
  EHLO: (session) => answer(session, 'ehlo', offer(session.house.extensions)),
  HELO: (session) => answer(session, 'ehlo', '250 mail.test'),
  AUTH: (session, line) => {
    session.login =
      Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0')[1] ?? ''
    return answer(session, 'auth', '235 2.7.0 Welcome')
  },
  MAIL: (session, line) => {
    session.mail = { from: addressIn(line), to: [], parameters: line.slice(line.indexOf('>') + 1).trim() }
    return answer(session, 'mail', objection(session, session.mail.from) ?? '250 2.1.0 OK')
  },
  RCPT: async (session, line) => {
    const address = addressIn(line)
    const said = await answer(session, 'rcpt', objection(session, address) ?? '250 2.1.5 OK', [address])
    if (said.reply.startsWith('250')) session.mail.to.push(address)
    return said
  },
  DATA: (session) => (session.mail.to.length > 0 ? receiveMessage(session) : perform(session.socket, ['503 5.5.1 No recipients'])),
  RSET: (session) => {
    session.mail = noMail()
    return perform(session.socket, ['250 2.0.0 OK'])
  },
  NOOP: ({ socket }) => perform(socket, ['250 2.0.0 OK']),
  QUIT: ({ socket }) => perform(socket, ['221 2.0.0 Bye', 'hang up']),
}

const unknown = ({ socket }: Session): Promise<Said> => perform(socket, ['502 5.5.1 Unknown command'])

const noMail = (): Mail => ({ from: '', to: [], parameters: '' })

const addressIn = (line: string): string => /<(.*?)>/.exec(line)?.[1] ?? ''

function offer(extensions: string[]): string {
  const lines = ['mail.test', ...extensions, 'AUTH PLAIN']
  return lines.map((text, at) => `250${at < lines.length - 1 ? '-' : ' '}${text}`).join('\r\n')
}

function objection({ house, mail }: Session, address: string): string | undefined {
  const isAsked = /\bSMTPUTF8\b/i.test(mail.parameters)
  if (isAsked && !house.extensions.includes('SMTPUTF8')) return '555 5.5.4 SMTPUTF8 is not offered here'
  return /^[\x20-\x7e]*$/.test(address) || isAsked ? undefined : '553 5.6.7 Address needs SMTPUTF8'
}

async function receiveMessage(session: Session): Promise<Said> {
  const goAhead = await answer(session, 'data', '354 Go ahead')
  if (goAhead.isOver || !goAhead.reply.startsWith('354')) return goAhead
  const raw = await session.input.message()
  if (!raw) return { reply: '', isOver: true }
  const message: ReceivedMessage = { ...session.mail, raw, reply: '', login: session.login }
  session.house.keep(message)
  const said = await answer(session, 'dot', '250 2.0.0 Ours now')
  message.reply = said.reply
  session.mail = noMail()
  return said
}

function answer({ house, socket, mail }: Session, at: Moment, usual: string, recipients = mail.to): Promise<Said> {
  return perform(socket, house.wish(at, recipients) ?? [usual])
}

async function perform(socket: Socket, steps: Answer): Promise<Said> {
  let reply = ''
  for (const step of steps) {
    if (step === 'stay silent') return { reply, isOver: true }
    if (step === 'hang up') {
      socket.destroySoon()
      return { reply, isOver: true }
    }
    if (typeof step === 'number') {
      await wait(step, undefined, { ref: false })
    } else {
      reply = step
      socket.write(`${step}\r\n`)
    }
  }
  return { reply, isOver: socket.destroyed }
}
