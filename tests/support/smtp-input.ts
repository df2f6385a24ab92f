import type { Socket } from 'node:net'

export type SmtpInput = {
  /** The next command, without its line end; undefined when the client is gone. */
  line: () => Promise<string | undefined>
  /** The message up to its final dot, dots unstuffed; undefined when the client left before the dot. */
  message: () => Promise<Buffer | undefined>
}

const LINE_END = '\r\n'

/** Reads what a mail client says, by the line or by the message. What arrived counts, even if the client is gone by now. */
export function readSmtp(socket: Socket): SmtpInput {
  let held = Buffer.alloc(0)
  let isOver = false
  let wake = (): void => undefined
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    wake()
  })
  socket.on('close', () => {
    isOver = true
    wake()
  })

  async function until(end: string): Promise<Buffer | undefined> {
    let searched = 0
    for (;;) {
      const at = held.indexOf(end, Math.max(0, searched - end.length))
      if (at >= 0) {
        const found = held.subarray(0, at)
        held = held.subarray(at + end.length)
        return found
      }
      if (isOver) return undefined
      searched = held.length
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  const line = async (): Promise<string | undefined> => (await until(LINE_END))?.toString('utf8')
  const message = async (): Promise<Buffer | undefined> => {
    // A line end in front, so that the first line is like every other: the dot may be stuffed there, or stand alone.
    held = Buffer.concat([Buffer.from(LINE_END), held])
    const stuffed = await until('\r\n.\r\n')
    return stuffed && Buffer.from(`${stuffed.toString('latin1').replaceAll('\r\n.', LINE_END)}\r\n`.slice(LINE_END.length), 'latin1')
  }
  return { line, message }
}
