import { afterAll, describe, expect, test } from 'vitest'
import { readReportSafely } from '../../../src/mail/reports/read-report-safely.ts'
import type { Reading } from '../../../src/mail/reports/report-thread.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import { corpus, corpusFiles, describeCorpora } from '../../support/corpora.ts'
import { postfixReport } from '../../rules/reports/raw-mail.ts'
import { HOSTILE_REPORTS } from './hostile-reports.ts'

const workers = openReportWorkers(2)
afterAll(() => workers[Symbol.asyncDispose]())

const read = (raw: Uint8Array): Promise<Reading> => readReportSafely(raw, { workers })
const sound = postfixReport('david@example.co.uk', '550 5.1.1 User unknown')

describe('a report from a stranger', () => {
  test('is read as any other', async () => {
    expect(await read(sound)).toMatchObject({ ok: true, report: { kind: 'bounce', recipients: [{ class: 'hard' }] } })
  })

  test('of more than a megabyte is not even opened', async () => {
    expect(await read(new Uint8Array(1_000_001))).toEqual({ ok: false, reason: 'too-large' })
  })

  test('that takes too long is given up, and the next one is read', async () => {
    const slow = HOSTILE_REPORTS.find(({ name }) => name === 'a line after line of addresses')
    const reading = await readReportSafely(slow?.raw() ?? sound, { workers, timeoutMs: 1, maxBytes: 2_000_000 })
    expect(reading).toEqual({ ok: false, reason: 'too-slow' })
    expect(await read(sound)).toMatchObject({ ok: true })
  })

  test('waits for its turn without its time running out', async () => {
    const readings = await Promise.all(Array.from({ length: 300 }, () => read(sound)))
    expect(readings.filter(({ ok }) => !ok)).toEqual([])
  })

  test.each(HOSTILE_REPORTS)('cannot do harm with $name', async ({ raw }) => {
    // Twenty seconds, because a machine may be busy with other tests: each takes less than one by itself.
    expect(await readReportSafely(raw(), { workers, timeoutMs: 20_000, maxBytes: 30_000_000 })).toMatchObject({ ok: true })
  })

  test('that takes more memory than a thread has ends that thread alone', async () => {
    await using narrow = openReportWorkers(1, 3)
    expect(await readReportSafely(sound, { workers: narrow })).toEqual({ ok: false, reason: 'unreadable' })
    expect(await readReportSafely(sound, { workers: narrow })).toEqual({ ok: false, reason: 'unreadable' })
    expect(await read(sound)).toMatchObject({ ok: true })
  })

  test('after workers were closed is no longer read', async () => {
    const closed = openReportWorkers(1)
    await readReportSafely(sound, { workers: closed })
    await closed[Symbol.asyncDispose]()
    expect(await readReportSafely(sound, { workers: closed })).toEqual({ ok: false, reason: 'unreadable' })
  })
})

describeCorpora('every real report within a thread’s 100 MB and 2 seconds', () => {
  test.each(['eml', 'crlf', 'cr', 'err', 'not', 'wrong'])('in %s', async (folder) => {
    const files = corpusFiles(`bounces/${folder}`)
    const readings = await Promise.all(files.map(async (file) => ({ file, reading: await read(corpus(`bounces/${folder}/${file}`)) })))
    expect(readings.filter(({ reading }) => !reading.ok)).toEqual([])
  })
})
