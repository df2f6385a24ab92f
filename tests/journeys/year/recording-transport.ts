import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '../../../src/domain/instant.ts'
import type { ComposedMessage } from '../../../src/mail/compose-message.ts'
import { judgeSuccess, replyOf } from '../../../src/mail/send-result.ts'
import type { Transport } from '../../../src/mail/transport.ts'
import type { Line } from './record.ts'

type Mail = Extract<Line, { what: 'mail' }>

/** A mail server that writes every mail down before it says that it has it. What it writes, it reads in the mail itself. */
export function recordingTransport(clock: () => Instant, write: (mail: Mail) => void): Transport {
  return {
    relay: 'mail.example.com:587',
    trouble: undefined,
    offersInternational: true,
    ready: () => Promise.resolve(undefined),
    send: async (message, barrier) => {
      await nextTurn()
      if (!(await barrier())) return { outcome: 'lost', ...replyOf('lost', null) }
      write({ what: 'mail', at: clock(), ...readMessage(message) })
      await nextTurn()
      return judgeSuccess('250 2.0.0 Ok: queued as 4XkQ2f0LbTz1v')
    },
    close: () => undefined,
  }
}

function readMessage({ envelope, raw }: ComposedMessage): Pick<Mail, 'to' | 'delivery' | 'told'> {
  const text = Buffer.concat(raw).toString('latin1')
  const id = /^Message-ID: <([0-9a-z]+)\./m.exec(text)?.[1]
  if (id === undefined) throw new Error(`A mail without a Message-ID of ours:\n${text.slice(0, 1000)}`)
  // The text alone: the same stories stand in the html part once more.
  const [plain = ''] = text.replaceAll('=\r\n', '').split('Content-Type: text/html')
  return { to: envelope.to, delivery: parseInt(id, 36), told: plain.match(/told-\d+-[a-z]+(?=-[0-9a-f]{8})/g) ?? [] }
}
