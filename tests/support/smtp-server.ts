import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { converse } from './smtp-conversation.ts'
import type { Answer, Moment, ReceivedMessage } from './smtp-conversation.ts'

/** When to give an answer of our own. `to` is an address or a domain; without it, everybody. `times` is how often, then as usual. */
export type Occasion = { at: Moment; to?: string; times?: number }

export type SmtpServer = AsyncDisposable & {
  /** As `SMTP_URL` takes it. */
  url: string
  port: number
  /** Every message that came as far as its final dot, in that order, whatever we answered to it. */
  messages: ReceivedMessage[]
  /** Those that we answered with 250: their sender knows that they are ours now. */
  accepted: () => ReceivedMessage[]
  /** How many connections there were so far. */
  connections: () => number
  /** From now on, answer this instead. The latest wish wins: `answer({ at: 'rcpt', to: 'example.net' }, '451 4.3.0 Try later')`. */
  answer: (occasion: Occasion, ...answer: Answer) => void
}

type Options = { port?: number; extensions?: string[] }

const EXTENSIONS = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'SIZE 26214400']

/** A mail server that does as it is told: it refuses, defers, stalls or hangs up wherever a test wants it to. */
export async function startSmtpServer({ port = 0, extensions = EXTENSIONS }: Options = {}): Promise<SmtpServer> {
  const messages: ReceivedMessage[] = []
  const wishes: { occasion: Occasion; answer: Answer; left: number }[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  const wish = (at: Moment, recipients: string[]): Answer | undefined => {
    const found = wishes.findLast((one) => one.left > 0 && one.occasion.at === at && concerns(one.occasion, recipients))
    if (found) found.left -= 1
    return found?.answer
  }
  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    void converse(socket, { extensions, wish, keep: (message) => messages.push(message) })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: openPort } = server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${openPort}`,
    port: openPort,
    messages,
    accepted: () => messages.filter((message) => message.reply.startsWith('250')),
    connections: () => connections,
    answer: (occasion, ...answer) => wishes.push({ occasion, answer, left: occasion.times ?? Infinity }),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function concerns({ to }: Occasion, recipients: string[]): boolean {
  return to === undefined || recipients.some((recipient) => recipient === to || recipient.endsWith(`@${to}`))
}
