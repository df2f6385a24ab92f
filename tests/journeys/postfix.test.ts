import { authenticate } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { readDkimKey } from '../../src/mail/dkim.ts'
import { parseRelay } from '../../src/mail/relay.ts'
import { openTransport } from '../../src/mail/transport.ts'
import { addressDue } from '../../src/flow/address-issue.ts'
import { approveDue } from '../../src/flow/approve-issue.ts'
import { composeNow } from '../../src/flow/compose-issue.ts'
import { makePump } from '../../src/flow/deliver-due.ts'
import type { Store } from '../../src/store/dialect.ts'
import { eachDatabase } from '../support/databases.ts'
import { dkimKey } from '../support/keys.ts'
import { hasPostfix, startPostfix } from '../support/postfix.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../support/world.ts'

const READERS = 2000
const OTHERS = 100

const publication = { ...PUBLICATION, dkim: { domain: 'broadsheet.example', selector: 'test', privateKey: keyOf(dkimKey().privateKey) } }
const fail = (_: unknown, error: unknown): void => {
  throw error
}

describe('a real Postfix', () => {
  if (!hasPostfix()) {
    test('Left out: 2,000 mails through Postfix (it needs Debian’s package postfix, and root)', () => expect(hasPostfix()).toBe(false))
    return
  }
  test('takes 2,000 mails that arrive whole, verify, and are exactly those that were due', { timeout: 300_000 }, async () => {
    await using arrived = await startSmtpServer()
    await using postfix = await startPostfix({ handTo: arrived.port })
    await using store = await openWorld((await eachDatabase[0]?.url()) ?? '')
    await fill(store)
    expect(await sendAll(store, postfix.url)).toBe(READERS)
    await expect.poll(() => arrived.messages.length, { timeout: 120_000, interval: 200 }).toBeGreaterThanOrEqual(READERS)

    const wanted = Array.from({ length: READERS }, (_, index) => `reader${index}@example.com`)
    expect(arrived.messages.map(({ to }) => to.join()).sort()).toEqual(wanted.sort())
    for (const { raw } of arrived.messages) expect(await verdictOn(raw)).toBe('pass')
  })
})

async function fill(store: Store): Promise<void> {
  await topics(store, 'world', 'sport')
  const morning = await digest(store)
  await publish(store, { key: 'a', title: 'A story that goes through Postfix' })
  const hour = { zone: 'UTC', minute: 720, weekdays: 127 }
  for (let index = 0; index < READERS; index++) await reader(store, `reader${index}@example.com`, { hour })
  for (let index = 0; index < OTHERS; index++) await reader(store, `other${index}@example.com`, { hour, topics: ['sport'] })
  await composeNow(store, morning, NOON)
  await approveDue(store, publication, NOON, fail)
  await addressDue(store, NOON, fail)
}

async function sendAll(store: Store, url: string): Promise<number> {
  const relay = parseRelay(url)
  if (!relay) throw new Error(`${url} is no mail server`)
  const transport = openTransport({ relay, name: 'test.example', lines: 4, messagesPerLine: 50 })
  const pump = makePump({ store, publication, transport, clock: () => NOON, random: () => 0, failed: fail }, 8)
  const sent = await pump.deliverDue(new AbortController().signal)
  transport.close()
  return sent
}

async function verdictOn(raw: Buffer): Promise<string | undefined> {
  const resolver = (name: string): Promise<string[][]> =>
    name === 'test._domainkey.broadsheet.example'
      ? Promise.resolve([[dkimKey().record]])
      : Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
  const { dkim } = await authenticate(raw, { resolver, disableArc: true, disableDmarc: true, disableBimi: true })
  return dkim.results[0]?.status.result
}

function keyOf(pem: string) {
  const read = readDkimKey(pem)
  if (!read.ok) throw new Error(read.message)
  return read.privateKey
}
