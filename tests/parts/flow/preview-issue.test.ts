import { describe, expect, test } from 'vitest'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { openTransport } from '../../../src/mail/transport.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { faultsOf } from '../../support/captured.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const fail = (_: unknown, error: unknown): void => {
  throw error
}

const preview = (store: Store, as: string, what = 'morning') => previewIssue(store.db, { what, as }, PUBLICATION, NOON)

describe.each(eachDatabase)('previews on $name', ({ url }) => {
  test('what a reader’s preview shows is what is sent, to the byte', async () => {
    await using store = await openWorld(await url())
    await using server = await startSmtpServer()
    await topics(store, 'world', 'sport')
    const morning = await digest(store)
    for (const key of ['a', 'b', 'c']) await publish(store, { key, topics: ['world', 'sport'] })
    await reader(store, 'aiko@example.com', { topics: ['world', 'sport'], languages: ['zh', 'en'] })
    await reader(store, 'david@example.com', { format: 'text' })
    await composeNow(store, morning, NOON)
    await approveDue(store, PUBLICATION, NOON, fail)
    await addressDue(store, NOON, fail)
    const due = Date.parse('2026-03-11T07:00:00Z')
    const previews = await Promise.all(
      ['aiko@example.com', 'david@example.com'].map((as) => previewIssue(store.db, { what: '1', as }, PUBLICATION, due)),
    )

    const relay = parseRelay(server.url)
    if (!relay) throw new Error('The test server has no address')
    const transport = openTransport({ relay, name: 'test.example', lines: 2, messagesPerLine: 50 })
    const context = { store, publication: PUBLICATION, transport, clock: () => due, random: () => 0, failed: fail }
    expect(await makePump(context, 2).deliverDue(new AbortController().signal)).toBe(2)
    transport.close()

    for (const [index, to] of ['aiko@example.com', 'david@example.com'].entries()) {
      const sent = server.messages.find((message) => message.to.includes(to))?.raw ?? Buffer.alloc(0)
      const seen = previews[index]
      expect(seen?.ok && Buffer.concat(seen.message.raw).toString().trimEnd()).toBe(sent.toString().trimEnd())
      expect(faultsOf(sent, { recipient: to, dkim: 'absent' })).toEqual([])
    }
  })

  test('the coming issue of a digest is shown before it is cut, and nothing is stored', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await publish(store, { key: 'a', title: 'A coming story' })
    await reader(store, 'aiko@example.com')
    const shown = await preview(store, 'aiko@example.com')
    expect(shown.ok && Buffer.concat(shown.message.raw).toString()).toContain('A coming story')
    expect(await store.db.selectFrom('issues').selectAll().execute()).toEqual([])
  })

  test('who gets nothing is told why', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store)
    expect(told(await preview(store, 'rosa@example.com'))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/no stories/) as string,
    })
    await publish(store, { key: 'a' })
    expect(told(await preview(store, 'rosa@example.com'))).toMatchObject({
      message: expect.stringMatching(/Nobody with the address/) as string,
    })
    await reader(store, 'rosa@example.com', { topics: ['sport'] })
    expect(told(await preview(store, 'rosa@example.com'))).toMatchObject({
      message: expect.stringMatching(/none of its stories/) as string,
    })
    await reader(store, 'rosa@example.com', { languages: ['ar'] })
    expect(told(await preview(store, 'rosa@example.com'))).toMatchObject({
      message: expect.stringMatching(/in a language that this reader reads/) as string,
    })
    expect(told(await preview(store, 'rosa@example.com', 'evening'))).toMatchObject({
      message: expect.stringMatching(/no issue and no digest/) as string,
    })
  })
})
