import { addressIssue } from '../../src/flow/address-issue.ts'
import type { ComposedMessage } from '../../src/mail/compose-message.ts'
import { deliverAll } from './deliver-all.ts'
import type { Result } from './figure.ts'
import { memoryTransport } from './memory-transport.ts'
import { sendNaively } from './naive-loop.ts'
import { sendPrepared } from './nodemailer-raw.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'
import { numberText } from './print-table.ts'
import { profiled } from './profiled.ts'
import { alternate, median } from './rounds.ts'
import { signatureTime } from './signature-time.ts'
import { startSink } from './start-sink.ts'

const READERS = 20_000
// Of so many a reader of eight topics gets five or six, which makes a mail of 30 to 40 kB.
const BRIEFINGS = 64
const NAIVE_MAILS = 200

/** The whole way of a mail, from the claim to its settlement, against N and against the naive loop; and its cost without the SMTP client. */
export async function pipeline({ readers, rounds, isProfiled }: Options): Promise<Result[]> {
  await using sink = await startSink()
  await using bench = await openBench({ readers: Math.min(READERS, readers), briefings: BRIEFINGS, port: sink.port })
  const { app, issue } = bench
  await addressIssue(app.store, issue, { now: app.clock() })
  const memory = memoryTransport()
  await deliverAll(app, memory)
  const { messages, bytes, sample } = memory.taken()
  const message = medianOf(sample)
  const prepared = { port: sink.port, raw: Buffer.concat(message.raw), from: message.envelope.from, to: message.envelope.to }

  const found = await alternate(
    {
      whole: async () => {
        const before = await sink.accepted()
        const { rate } = await deliverAll(app)
        if ((await sink.accepted()) - before !== messages) throw new Error('The sink has not taken every mail once')
        return rate
      },
      N: () => sendPrepared({ ...prepared, count: messages }),
      naive: () => sendNaively({ port: sink.port, count: NAIVE_MAILS, storiesEach: 8 }),
      cpu: async () => (await deliverAll(app, memoryTransport())).cpu,
      S: async () => signatureTime(),
    },
    rounds,
  )
  if (isProfiled) await profiled('pipeline', () => deliverAll(app))
  const size = `${numberText(bytes / messages / 1000)} kB a mail`
  const micro = (seconds: number): string => `${numberText(seconds * 1_000_000)} µs`
  return [
    {
      what: 'whole pipeline / N',
      value: found.whole / found.N,
      goal: { atLeast: 0.7 },
      detail: `${numberText(found.whole)} mails/s against ${numberText(found.N)}; ${messages} mails, ${size}`,
    },
    {
      what: 'whole pipeline / naive loop',
      value: found.whole / found.naive,
      goal: { atLeast: 12 },
      detail: `${numberText(found.whole)} mails/s against ${numberText(found.naive)}`,
    },
    {
      what: 'CPU a mail without the SMTP client / S',
      value: found.cpu / found.S,
      goal: { atMost: 1.8 },
      detail: `${micro(found.cpu)} against ${micro(found.S)}`,
    },
  ]
}

function medianOf(sample: ComposedMessage[]): ComposedMessage {
  const size = median(sample.map(({ byteLength }) => byteLength))
  const message = sample.find(({ byteLength }) => byteLength >= size)
  if (!message) throw new Error('Nothing was put together')
  return message
}
