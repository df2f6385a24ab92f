import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ComposedMessage } from '../../src/mail/compose-message.ts'
import { judgeSuccess, replyOf } from '../../src/mail/send-result.ts'
import type { Transport } from '../../src/mail/transport.ts'

export type MemoryTransport = Transport & { taken: () => { messages: number; bytes: number; sample: ComposedMessage[] } }

const SAMPLE = 501

/** A way out without an SMTP client: it asks the barrier as one would, and takes every message. */
export function memoryTransport(): MemoryTransport {
  let messages = 0
  let bytes = 0
  const sample: ComposedMessage[] = []
  return {
    relay: 'mail.example.com:587',
    trouble: undefined,
    offersInternational: true,
    ready: () => Promise.resolve(undefined),
    send: async (message, barrier) => {
      messages++
      bytes += message.byteLength
      if (sample.length < SAMPLE) sample.push(message)
      await nextTurn()
      return (await barrier()) ? judgeSuccess('250 2.0.0 Ok: queued as 4XkQ2f0LbTz1v') : { outcome: 'lost', ...replyOf('lost', null) }
    },
    close: () => undefined,
    taken: () => ({ messages, bytes, sample }),
  }
}
