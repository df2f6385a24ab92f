import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { addressIssue } from '../../src/flow/address-issue.ts'
import type { Result } from './figure.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'
import { numberText } from './print-table.ts'
import { startSink } from './start-sink.ts'

const READERS = 300_000
const FEWER = 10_000
const BRIEFINGS = 100

export type SenderReport = { handled: number; seconds: number; peakMegabytes: number }

/** What a sender's process takes at its peak while it sends an issue to so many readers, and whether that grows with them. */
export async function memory({ readers }: Options): Promise<Result[]> {
  const most = Math.min(READERS, readers)
  const fewer = Math.min(FEWER, Math.ceil(most / 4))
  const few = await sendTo(fewer)
  const many = await sendTo(most)
  const detail = `${numberText(many.peakMegabytes)} MB for ${many.handled} mails in ${numberText(many.seconds)} s, ${numberText(few.peakMegabytes)} MB for ${few.handled}`
  return [
    { what: 'sender’s peak memory, many / few readers', value: many.peakMegabytes / few.peakMegabytes, goal: { atMost: 1.5 }, detail },
    { what: 'sender’s peak memory', value: many.peakMegabytes, unit: 'MB', goal: { atMost: 350 }, detail: `at ${most} readers` },
  ]
}

async function sendTo(readers: number): Promise<SenderReport> {
  await using sink = await startSink()
  await using bench = await openBench({ readers, briefings: BRIEFINGS, port: sink.port })
  const queued = await addressIssue(bench.app.store, bench.issue, { now: bench.app.clock() })
  const sender = fork(fileURLToPath(new URL('sender.ts', import.meta.url)), { env: { ...process.env, ...bench.settings } })
  const [report] = (await once(sender, 'message')) as [SenderReport]
  if (report.handled !== queued || (await sink.accepted()) !== queued)
    throw new Error(`Of ${queued} mails ${report.handled} went out and ${await sink.accepted()} arrived`)
  return report
}
