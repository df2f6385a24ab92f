import { openMachinery, type App } from '../../src/app.ts'
import { addressIssue } from '../../src/flow/address-issue.ts'
import { makePump } from '../../src/flow/deliver-due.ts'
import type { ComposedMessage } from '../../src/mail/compose-message.ts'
import type { Transport } from '../../src/mail/transport.ts'
import type { Db } from '../../src/store/dialect.ts'
import type { Result } from './figure.ts'
import { memoryTransport } from './memory-transport.ts'
import { sendNaively } from './naive-loop.ts'
import { sendPrepared } from './nodemailer-raw.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'
import { numberText } from './print-table.ts'
import { queueAgain } from './queue-again.ts'
import { alternate, median } from './rounds.ts'
import { cpuSeconds, signatureTime } from './signature-time.ts'
import { startSink } from './start-sink.ts'

const READERS = 20_000
// Of so many a reader of eight topics gets five or six, which makes a mail of 30 to 40 kB.
const BRIEFINGS = 64
const NAIVE_MAILS = 60

/** The whole way of a mail, from the claim to its settlement, against N and against the naive loop; and its cost without the SMTP client. */
export async function pipeline({ readers, rounds }: Options): Promise<Result[]> {
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

/** Sends everything once more; gives mails a second, and the seconds of processor time for each. */
async function deliverAll(app: App, transport?: Transport): Promise<{ rate: number; cpu: number }> {
  const waiting = await queueAgain(app.store.db)
  const { signal } = new AbortController()
  const machinery = await openMachinery(app, signal)
  const { pump } = transport ? { pump: makePump({ ...machinery.tools, transport }, app.config.smtpLines + 4) } : machinery.tools
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const handled = await pump.deliverDue(signal)
  const found = { rate: (handled * 1000) / (performance.now() - startedAt), cpu: cpuSeconds(before) / handled }
  await machinery.close()
  await expectAllAccepted(app.store.db, waiting)
  return found
}

async function expectAllAccepted(db: Db, count: number): Promise<void> {
  const rows = await db
    .selectFrom('deliveries')
    .select('state')
    .select((all) => all.fn.countAll<number>().as('count'))
    .groupBy('state')
    .execute()
  if (rows.length !== 1 || rows[0]?.state !== 'accepted' || rows[0].count !== count)
    throw new Error(`Of ${count} deliveries these came to an end: ${JSON.stringify(rows)}`)
}

function medianOf(sample: ComposedMessage[]): ComposedMessage {
  const size = median(sample.map(({ byteLength }) => byteLength))
  const message = sample.find(({ byteLength }) => byteLength >= size)
  if (!message) throw new Error('Nothing was put together')
  return message
}
