import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'

const LINE_END = Buffer.from('\r\n')
const DOT_LINE = Buffer.from('\n.')

/**
 * A message as a stream that does not end, and so keeps its final dot, before `mayEnd` has answered true. It is asked when the body is out
 * of this process: a dot that queued behind it in here would not have left when the line breaks.
 *
 * The body goes past nodemailer into its socket, all but its last line end, which nodemailer sends with the dot. It would look at every
 * byte for lone line ends and for dots at the start of a line, for half the price of a signature. In what we compose there are none
 * (quoted-printable.ts, header.ts), but a dot is never left to chance: one look finds it.
 */
export function heldMessage(message: Buffer[], connection: SMTPConnection, mayEnd: () => Promise<boolean>): Readable {
  const body = withoutLastLineEnd(message.some((piece) => piece.includes(DOT_LINE)) ? [stuffed(message)] : message)
  let isStarted = false
  const askToEnd = async (stream: Readable): Promise<void> => {
    await handOver(body, connection)
    if (await mayEnd()) stream.push(null)
    else stream.destroy(new Error('The message was held back'))
  }
  return new Readable({
    read() {
      if (isStarted) return
      isStarted = true
      askToEnd(this).catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))))
    },
  })
}

function withoutLastLineEnd(message: Buffer[]): Buffer[] {
  const last = message.at(-1)
  if (!last?.subarray(-LINE_END.length).equals(LINE_END)) throw new Error('A message must end with a line end')
  return [...message.slice(0, -1), last.subarray(0, -LINE_END.length)]
}

/** With every dot at the start of a line doubled (RFC 5321 §4.5.2). */
const stuffed = (message: Buffer[]): Buffer => Buffer.from(Buffer.concat(message).toString('latin1').replaceAll('\n.', '\n..'), 'latin1')

/** Comes back when the operating system has taken everything. */
async function handOver(buffers: Buffer[], { _socket }: SMTPConnection): Promise<void> {
  const socket = _socket as Socket | false
  if (!socket || socket.destroyed) throw new Error('The line is gone')
  await new Promise<void>((resolve, reject) => {
    // In one go: all buffers leave in one system call.
    socket.cork()
    for (const buffer of buffers.slice(0, -1)) socket.write(buffer)
    socket.write(buffers.at(-1) ?? '', (error) => (error ? reject(error) : resolve()))
    socket.uncork()
  })
}
