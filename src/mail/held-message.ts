import { Readable } from 'node:stream'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'

/**
 * A message as a stream that does not end, and so keeps its final dot, before `mayEnd` has answered true. It is asked when the body is out
 * of this process: a dot that queued behind it in here would not have left when the line breaks.
 */
export function heldMessage(message: Buffer, connection: SMTPConnection, mayEnd: () => Promise<boolean>): Readable {
  let isStarted = false
  const askToEnd = async (stream: Readable): Promise<void> => {
    await handedOver(connection)
    if (await mayEnd()) stream.push(null)
    else stream.destroy(new Error('The message was held back'))
  }
  return new Readable({
    read() {
      if (isStarted) return
      isStarted = true
      this.push(message)
      askToEnd(this).catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))))
    },
  })
}

/** Until the operating system has taken what was written. There is no event for that. */
async function handedOver({ _socket: socket }: SMTPConnection): Promise<void> {
  await nextTurn()
  while (socket && socket.writableLength > 0 && !socket.destroyed) await wait(10)
}
