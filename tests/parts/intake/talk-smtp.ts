import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

export type Talk = AsyncDisposable & {
  socket: Socket
  /** Says a line, or the bytes of a message with its final dot, and hears the whole answer, its lines joined. `hung up` where the line ends. */
  say: (line: string) => Promise<string>
  hear: () => Promise<string>
}

/** A conversation with a mail server, word by word. Whoever is not let in hears that instead of every answer. */
export async function talkSmtp(port: number): Promise<Talk> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const hear = async (): Promise<string> => {
    const heard: string[] = []
    for (;;) {
      const next = await lines.next().catch(() => ({ done: true as const, value: undefined }))
      if (next.done) return heard.length === 0 ? 'hung up' : heard.join('\n')
      heard.push(next.value)
      if (/^\d{3} /.test(next.value)) return heard.join('\n')
    }
  }
  const say = (line: string): Promise<string> => {
    socket.write(`${line}\r\n`)
    return hear()
  }
  const greeting = await hear()
  const first = greeting.startsWith('220') ? undefined : greeting
  return { socket, say: first === undefined ? say : async () => first, hear, [Symbol.asyncDispose]: async () => void socket.destroy() }
}

/** One mail from the null sender to these addresses; the answer to its final dot, or the first refusal. */
export async function sendReport(talk: Talk, to: string | string[], body: string, from = ''): Promise<string> {
  const steps = [`MAIL FROM:<${from}>`, ...[to].flat().map((address) => `RCPT TO:<${address}>`), 'DATA']
  for (const step of steps) {
    const answer = await talk.say(step)
    if (!/^[23]/.test(answer)) return answer
  }
  return talk.say(`${body}\r\n.`)
}
