import { describe, expect, test } from 'vitest'
import { openTransport, type Transport } from '../../../src/mail/transport.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { composeSample } from './sample-mail.ts'

const BLACKLISTED = '554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org'
const DISGRACE = 5000

function openTo(server: { port: number }): Transport & Disposable {
  const relay = { host: '127.0.0.1', port: server.port, isSecure: false, isLocal: true }
  const pauses = { shortest: 20, longest: 100 }
  const transport = openTransport({ relay, name: 'news.test', lines: 1, messagesPerLine: 50, pauses, disgrace: DISGRACE })
  return Object.assign(transport, { [Symbol.dispose]: () => transport.close() })
}

const sendTo = async (transport: Transport, address: string): Promise<string> =>
  (await transport.send(await composeSample({ address, deliveryId: 1 }), () => Promise.resolve(true))).outcome

const readers = (count: number, domain: string): string[] => Array.from({ length: count }, (_, index) => `reader${index}@${domain}`)

describe('refused for what we are', () => {
  test('three recipients in a row: nothing goes out for a while, and it is said why', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt' }, BLACKLISTED)
    for (const address of readers(2, 'tokyo.example')) expect(await sendTo(transport, address)).toBe('refused')
    expect(transport.trouble).toBeUndefined()
    expect(await sendTo(transport, 'layla@cairo.example')).toBe('refused')
    expect(transport.trouble).toMatchObject({ outcome: 'misconfigured', fault: 'us' })
    expect(transport.trouble?.reply).toContain('zen.spamhaus.org')
    expect(await sendTo(transport, 'david@london.example')).toBe('misconfigured')
    const isBack = await Promise.race([
      transport.ready(new AbortController().signal),
      new Promise((done) => setTimeout(done, 500, 'later')),
    ])
    expect(isBack).toBe('later')
  })

  test('the same recipient three times is one', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt' }, BLACKLISTED)
    for (let times = 0; times < 5; times++) await sendTo(transport, 'aiko@tokyo.example')
    expect(transport.trouble).toBeUndefined()
  })

  test('by one provider among others that accept our mail: the others get theirs', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt', to: 'tokyo.example' }, BLACKLISTED)
    for (const address of readers(5, 'tokyo.example')) {
      expect(await sendTo(transport, address)).toBe('refused')
      expect(await sendTo(transport, 'rosa@saopaulo.example')).toBe('accepted')
    }
  })

  test('a dead address never stops anything', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt' }, '550 5.1.1 No such user')
    for (const address of readers(10, 'tokyo.example')) expect(await sendTo(transport, address)).toBe('refused')
    expect(transport.trouble).toBeUndefined()
  })
})

describe('refused for our settings', () => {
  test('everything stops at once, and the message is kept for later though the answer was final', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt' }, '503 5.5.1 <layla@cairo.example>: Bad sequence of commands')
    expect(await sendTo(transport, 'layla@cairo.example')).toBe('deferred')
    expect(transport.trouble).toMatchObject({ outcome: 'misconfigured', fault: 'configuration', replyCode: 503 })
    expect(transport.trouble?.reply).not.toContain('layla')
  })
})
