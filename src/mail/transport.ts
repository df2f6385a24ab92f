import type { ComposedMessage } from './compose-message.ts'
import type { Relay } from './relay.ts'
import type { SendResult } from './send-result.ts'
import { openLine, type Barrier, type SmtpLine } from './smtp-line.ts'

/** Hands messages to one mail server over a bounded number of lines. */
export type Transport = {
  /** `host:port`, for people and records. */
  relay: string
  send: (message: ComposedMessage, barrier: Barrier) => Promise<SendResult>
  /** Ends idle lines; those at work end with their message. */
  close: () => void
}

export type TransportOptions = {
  relay: Relay
  /** What we call ourselves in EHLO: a name of ours with an address record. */
  name: string
  /** Most lines at once. */
  lines: number
  /** Most messages over one line; some providers close silently beyond theirs (Yahoo: about 50). */
  messagesPerLine: number
}

type PooledLine = { line: SmtpLine; sent: number }

export function openTransport(options: TransportOptions): Transport {
  const idle: PooledLine[] = []
  const waiting: ((turn: void) => void)[] = []
  let busy = 0
  let isClosed = false

  const takeTurn = (): Promise<void> => {
    if (busy < options.lines) {
      busy++
      return Promise.resolve()
    }
    return new Promise((resolve) => waiting.push(resolve))
  }
  const passTurn = (): void => {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
  const giveBack = (pooled: PooledLine): void => {
    if (pooled.line.isOpen && !isClosed && pooled.sent < options.messagesPerLine) idle.push(pooled)
    else pooled.line.close()
  }

  return {
    relay: `${options.relay.host}:${options.relay.port}`,
    send: async (message, barrier) => {
      await takeTurn()
      try {
        const opened = await takeLine(idle, options)
        if (!opened.ok) return opened.result
        const result = await opened.pooled.line.send(message, barrier)
        opened.pooled.sent++
        giveBack(opened.pooled)
        return result
      } finally {
        passTurn()
      }
    },
    close: () => {
      isClosed = true
      for (const { line } of idle.splice(0)) line.close()
    },
  }
}

async function takeLine(
  idle: PooledLine[],
  { relay, name }: TransportOptions,
): Promise<{ ok: true; pooled: PooledLine } | { ok: false; result: SendResult }> {
  // A line that the server closed between two messages is no failure: the next one is taken, or a new one opened.
  for (let pooled = idle.pop(); pooled; pooled = idle.pop()) if (pooled.line.isOpen) return { ok: true, pooled }
  const opened = await openLine(relay, name)
  return opened.ok ? { ok: true, pooled: { line: opened.line, sent: 0 } } : opened
}
