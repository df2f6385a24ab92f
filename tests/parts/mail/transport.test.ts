import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ComposedMessage } from '../../../src/mail/compose-message.ts'
import { openTransport, type Transport, type TransportOptions } from '../../../src/mail/transport.ts'
import { startSmtpServer, type SmtpServer } from '../../support/smtp-server.ts'
import { composeSample, rawOf } from './sample-mail.ts'

const yes = (): Promise<boolean> => Promise.resolve(true)
const never = new AbortController().signal

type Opened = Transport & Disposable

function openTo(server: { port: number }, options: Partial<TransportOptions> = {}): Opened {
  const relay = { host: '127.0.0.1', port: server.port, isSecure: false, isLocal: true }
  const pauses = { shortest: 20, longest: 100 }
  const transport = openTransport({ relay, name: 'news.test', lines: 1, messagesPerLine: 50, pauses, ...options })
  return Object.assign(transport, { [Symbol.dispose]: () => transport.close() })
}

const mailTo = (address: string, deliveryId = 1): Promise<ComposedMessage> => composeSample({ address, deliveryId })

async function sendTo(
  transport: Transport,
  address = 'aiko@tokyo.example',
): Promise<{ outcome: string; replyCode: number | null; reply: string }> {
  return transport.send(await mailTo(address), yes)
}

const outcomesOf = async (results: Promise<{ outcome: string }>[]): Promise<string[]> =>
  (await Promise.all(results)).map(({ outcome }) => outcome)

describe('a message that the server takes', () => {
  test('arrives byte for byte, from its own sender, for its one recipient', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    const message = await mailTo('rosa@saopaulo.example', 42)
    expect(await transport.send(message, yes)).toEqual({
      outcome: 'accepted',
      replyCode: 250,
      enhancedCode: '2.0.0',
      reply: '250 2.0.0 Ours now',
    })
    expect(server.messages).toHaveLength(1)
    expect(server.messages[0]).toMatchObject({ from: message.envelope.from, to: ['rosa@saopaulo.example'] })
    expect(server.messages[0]?.raw).toEqual(rawOf(message))
    expect(server.messages[0]?.parameters).toBe(`SIZE=${message.byteLength}`)
  })

  test('lines of dots arrive as they are', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    const raw = [Buffer.from('Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n')]
    const { envelope } = await mailTo('aiko@tokyo.example')
    await transport.send({ envelope, raw, byteLength: 30 }, yes)
    expect(server.messages[0]?.raw).toEqual(raw[0])
  })

  test('of 64 at once every one arrives, over no more lines than are allowed', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server, { lines: 4 })
    const addresses = Array.from({ length: 64 }, (_, index) => `reader${index}@example.net`)
    expect(new Set(await outcomesOf(addresses.map((address) => sendTo(transport, address))))).toEqual(new Set(['accepted']))
    expect(
      server
        .accepted()
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual(addresses.toSorted())
    expect(server.connections()).toBe(4)
  })

  test('a line carries so many messages, then a new one is opened', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server, { messagesPerLine: 5 })
    for (let sent = 0; sent < 12; sent++) await sendTo(transport)
    expect(server.accepted()).toHaveLength(12)
    expect(server.connections()).toBe(3)
  })
})

describe('what the server answers', () => {
  test.each([
    ['rcpt', '451 4.3.0 Try later', 'deferred'],
    ['rcpt', '450 4.2.0 Greylisted', 'deferred'],
    ['rcpt', '550 5.1.1 No such user', 'refused'],
    ['rcpt', '552 5.2.2 Mailbox full', 'refused'],
    ['data', '451 4.3.0 Not now', 'deferred'],
    ['data', '554 5.5.1 No', 'refused'],
    ['dot', '451 4.3.0 Try later', 'deferred'],
    ['dot', '452 4.3.1 No room', 'deferred'],
    ['dot', '550 5.7.1 We do not like it', 'refused'],
    ['dot', '552 5.3.4 Too big', 'refused'],
  ] as const)('at %s: %s → %s, and the line carries the next message', async (at, reply, outcome) => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at, to: 'david@london.example' }, reply)
    expect(await sendTo(transport, 'david@london.example')).toMatchObject({ outcome, replyCode: Number(reply.slice(0, 3)), reply })
    expect(await sendTo(transport, 'layla@cairo.example')).toMatchObject({ outcome: 'accepted' })
    expect(server.accepted().map(({ to }) => to)).toEqual([['layla@cairo.example']])
    expect(server.connections()).toBe(1)
    expect(transport.trouble).toBeUndefined()
  })

  test('a refusal without PIPELINING is the same', async () => {
    await using server = await startSmtpServer({ extensions: [] })
    using transport = openTo(server)
    server.answer({ at: 'rcpt', to: 'david@london.example' }, '550 5.1.1 No such user')
    expect(await outcomesOf([sendTo(transport, 'david@london.example'), sendTo(transport)])).toEqual(['refused', 'accepted'])
    expect(server.connections()).toBe(1)
  })

  test('421 ends the line: the message is deferred, the next one goes over another', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt', times: 1 }, '421 4.7.0 Closing', 'hang up')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'deferred', replyCode: 421 })
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.connections()).toBe(2)
  })

  test('421 about one recipient leaves the lines to the others', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server, { lines: 4 })
    server.answer({ at: 'rcpt', times: 1 }, '421 4.7.0 Too much for this domain', 'hang up')
    await sendTo(transport)
    await Promise.all(Array.from({ length: 16 }, () => sendTo(transport)))
    expect(server.connections()).toBe(5)
  })

  test('control characters in a reply are cleaned', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'dot' }, '550 5.7.1 a\0b\u001b[31mc\u0085d')
    expect((await sendTo(transport)).reply).toBe('550 5.7.1 a b [31mc d')
  })

  test('a reply of many lines is one line of at most 1,000 characters', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'dot' }, `${'550-5.7.1 again and again\r\n'.repeat(500)}550 5.7.1 done`)
    const { outcome, reply } = await sendTo(transport)
    expect(outcome).toBe('refused')
    expect(reply).toMatch(/^550-5\.7\.1 again and again 550-5\.7\.1/)
    expect(reply).toHaveLength(1000)
  })

  test('a reply that never ends is cut off, and the message deferred', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt', times: 1 }, '250-and so on\r\n'.repeat(10_000), 'stay silent')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'deferred', replyCode: null })
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
  })

  test('the server is told the size of a message, and one beyond its own limit is not even begun', async () => {
    await using server = await startSmtpServer({ extensions: ['SIZE 3000'] })
    using transport = openTo(server)
    const big = await composeSample({ text: 'one line\n'.repeat(1000) })
    expect(await transport.send(big, yes)).toMatchObject({
      outcome: 'refused',
      reply: expect.stringContaining('larger than allowed') as string,
    })
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.connections()).toBe(1)
  })
})

describe('a line that breaks', () => {
  test('before the message has begun: deferred, and nothing has left', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'data' }, 'hang up')
    let wasAsked = false
    const result = await transport.send(await mailTo('aiko@tokyo.example'), () => {
      wasAsked = true
      return yes()
    })
    expect(result.outcome).toBe('deferred')
    expect(wasAsked).toBe(false)
  })

  test('after 354, while the intent to post is being written down: deferred, no dot leaves', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'data' }, '354 Go ahead', 'hang up')
    const result = await transport.send(await mailTo('aiko@tokyo.example'), () => wait(100, true))
    expect(result.outcome).toBe('deferred')
    expect(server.messages).toEqual([])
  })

  test('after the final dot: doubtful', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'dot', times: 1 }, 'hang up')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'doubtful', replyCode: null })
    expect(server.messages).toHaveLength(1)
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
  })

  test.each(['552 5.3.4 Too big', '451 4.3.0 Disk full'])(
    'a server that answers %s in the middle of a message is believed, and no dot leaves',
    async (reply) => {
      await using server = await startSmtpServer()
      using transport = openTo(server)
      server.answer({ at: 'data', times: 1 }, '354 Go ahead', reply)
      const result = await transport.send(await mailTo('aiko@tokyo.example'), () => wait(100, true))
      expect(result).toMatchObject({ outcome: reply.startsWith('5') ? 'refused' : 'deferred', reply })
      expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
      expect(server.messages).toHaveLength(1)
    },
  )

  test('a server that says 250 in the middle of a message cannot have accepted it', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'data', times: 1 }, '354 Go ahead', '250 2.0.0 Thank you')
    const result = await transport.send(await mailTo('aiko@tokyo.example'), () => wait(100, true))
    expect(result.outcome).toBe('deferred')
    expect(server.messages).toEqual([])
  })

  test.each(['hang up', '421 4.4.2 Idle for too long'])('"%s" between two messages is no failure of the next', async (goodbye) => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'dot' }, '250 2.0.0 Ours now', goodbye, 'hang up')
    for (let sent = 0; sent < 20; sent++) expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.messages).toHaveLength(20)
  })

  test.each(['hang up', '421 4.7.0 Enough for this connection'])(
    '"%s" as the first word about a message: it goes over another line',
    async (word) => {
      await using server = await startSmtpServer()
      using transport = openTo(server)
      await sendTo(transport)
      server.answer({ at: 'mail', times: 1 }, word, 'hang up')
      expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
      expect(server.connections()).toBe(2)
      expect(transport.trouble).toBeUndefined()
    },
  )

  test.each([
    ['mail', '451 4.7.1 Slow down', 'unreachable'],
    ['rcpt', '550 5.1.1 No such user', 'refused'],
    ['rcpt', '451 4.3.0 Try later', 'deferred'],
  ] as const)('a server that says why before it hangs up is heard: at %s, %s → %s', async (at, reply, outcome) => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at, times: 1 }, reply, 'hang up')
    expect(await sendTo(transport)).toMatchObject({ outcome, reply })
  })

  test('a new line that breaks at once is a failure, not tried for ever', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'mail' }, 'hang up')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'deferred' })
    expect(server.connections()).toBe(1)
  })
})

describe('the barrier before the final dot', () => {
  test('is asked once, when all but the dot has left', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    const asked: number[] = []
    await transport.send(await mailTo('aiko@tokyo.example'), () => {
      asked.push(server.messages.length)
      return yes()
    })
    expect(asked).toEqual([0])
    expect(server.messages).toHaveLength(1)
  })

  test('when it says no, the line is dropped and the server has no message', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    expect(await transport.send(await mailTo('aiko@tokyo.example'), () => Promise.resolve(false))).toMatchObject({ outcome: 'lost' })
    expect(await sendTo(transport, 'david@london.example')).toMatchObject({ outcome: 'accepted' })
    expect(server.messages.map(({ to }) => to)).toEqual([['david@london.example']])
    expect(server.connections()).toBe(2)
  })

  test('when it fails, the message is deferred and the server has none', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    const result = await transport.send(await mailTo('aiko@tokyo.example'), () => Promise.reject(new Error('the database is away')))
    expect(result).toMatchObject({ outcome: 'deferred', reply: expect.stringContaining('the database is away') as string })
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.messages).toHaveLength(1)
  })

  test('is not asked about a message that the server does not want', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'rcpt' }, '550 5.1.1 No such user')
    let wasAsked = false
    await transport.send(await mailTo('aiko@tokyo.example'), () => {
      wasAsked = true
      return yes()
    })
    expect(wasAsked).toBe(false)
  })
})

describe('an address with letters beyond ASCII before the @', () => {
  test('goes to a server that takes such', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    expect(await sendTo(transport, '用户@xn--r8jz45g.example')).toMatchObject({ outcome: 'accepted' })
    expect(server.messages[0]).toMatchObject({
      to: ['用户@xn--r8jz45g.example'],
      parameters: expect.stringContaining('SMTPUTF8') as string,
    })
  })

  test('is refused with 5.6.7 where the server does not, and not a word about it is sent', async () => {
    await using server = await startSmtpServer({ extensions: ['PIPELINING', '8BITMIME'] })
    using transport = openTo(server)
    // Whoever says MAIL first gets this answer.
    server.answer({ at: 'mail', times: 1 }, '550 5.7.1 The first MAIL')
    expect(await sendTo(transport, '用户@xn--r8jz45g.example')).toMatchObject({
      outcome: 'refused',
      enhancedCode: '5.6.7',
      replyCode: null,
    })
    expect((await sendTo(transport)).reply).toBe('550 5.7.1 The first MAIL')
    expect(server.connections()).toBe(1)
  })

  test('several of them are no trouble of the server', async () => {
    await using server = await startSmtpServer({ extensions: [] })
    using transport = openTo(server)
    for (let sent = 0; sent < 5; sent++) await sendTo(transport, '用户@xn--r8jz45g.example')
    expect(transport.trouble).toBeUndefined()
  })
})

describe('a server that takes its time', () => {
  const timeouts = { opening: 100, answer: 100, message: 300 }
  const slow = (server: SmtpServer): Opened => openTo(server, { timeouts })

  test.each([
    ['rcpt', 'deferred'],
    ['dot', 'doubtful'],
  ] as const)('no answer at %s: %s', async (at, outcome) => {
    await using server = await startSmtpServer()
    using transport = slow(server)
    server.answer({ at, times: 1 }, 'stay silent')
    expect(await sendTo(transport)).toMatchObject({ outcome })
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
  })

  test('an answer that comes drop by drop ends, too', async () => {
    await using server = await startSmtpServer()
    using transport = slow(server)
    server.answer({ at: 'dot', times: 1 }, ...Array.from({ length: 2000 }, () => ['250-wait', 20]).flat())
    expect(await sendTo(transport)).toMatchObject({ outcome: 'doubtful' })
  })

  test('no greeting: unreachable', async () => {
    await using server = await startSmtpServer()
    using transport = slow(server)
    server.answer({ at: 'greeting', times: 1 }, 'stay silent')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'unreachable' })
  })

  test('a greeting that never ends: unreachable', async () => {
    await using server = await startSmtpServer()
    using transport = slow(server)
    server.answer({ at: 'greeting', times: 1 }, '220-welcome\r\n'.repeat(10_000), 'stay silent')
    expect(await sendTo(transport)).toMatchObject({ outcome: 'unreachable' })
  })

  test('an EHLO that comes drop by drop: unreachable', async () => {
    await using server = await startSmtpServer()
    using transport = slow(server)
    server.answer({ at: 'ehlo', times: 1 }, ...Array.from({ length: 2000 }, () => ['250-wait', 20]).flat())
    expect(await sendTo(transport)).toMatchObject({ outcome: 'unreachable' })
  })
})

describe('trouble with the whole server', () => {
  test('nobody listens: it is said once for all, nothing is tried during the pause, and the next message goes when it is back', async () => {
    const { port, [Symbol.asyncDispose]: stop } = await startSmtpServer()
    await stop()
    using transport = openTo({ port }, { lines: 4 })
    expect(new Set(await outcomesOf(Array.from({ length: 20 }, () => sendTo(transport))))).toEqual(new Set(['unreachable']))
    expect(transport.trouble).toMatchObject({ outcome: 'unreachable', reply: expect.stringContaining('ECONNREFUSED') as string })
    expect(await transport.ready(never)).toMatchObject({ outcome: 'unreachable' })
    await using server = await startSmtpServer({ port })
    expect(await transport.ready(never)).toBeUndefined()
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.connections()).toBe(1)
  })

  test('a server that is up is not tried before there is something to send', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    expect(await transport.ready(never)).toBeUndefined()
    expect(server.connections()).toBe(0)
  })

  test('who is told to stop does not wait for the end of a pause', async () => {
    const { port, [Symbol.asyncDispose]: stop } = await startSmtpServer()
    await stop()
    using transport = openTo({ port }, { pauses: { shortest: 1_000_000, longest: 1_000_000 } })
    await sendTo(transport)
    const leaving = new AbortController()
    setImmediate(() => leaving.abort())
    await transport.ready(leaving.signal)
  })

  test.each([
    ['greeting', '554 5.7.1 You are on a list', 'misconfigured'],
    ['greeting', '421 4.3.2 Too busy', 'unreachable'],
    ['greeting', 'HTTP/1.1 400 Bad Request', 'unreachable'],
    ['greeting', 'hang up', 'unreachable'],
    ['mail', '550 5.7.1 Sender rejected', 'misconfigured'],
    ['mail', '530 5.7.0 Sign in first', 'misconfigured'],
    ['mail', '452 4.3.1 Disk full', 'unreachable'],
  ] as const)('at %s: %s → %s, and nothing more is tried for a while', async (at, reply, outcome) => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at, times: 1 }, reply, 'hang up')
    expect(await sendTo(transport)).toMatchObject({ outcome })
    expect(await sendTo(transport)).toMatchObject({ outcome })
    expect(server.connections()).toBe(1)
    expect(await transport.ready(never)).toBeUndefined()
    expect(await sendTo(transport)).toMatchObject({ outcome: 'accepted' })
  })

  test('lines that break one after the other are trouble, too', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    server.answer({ at: 'dot', times: 3 }, 'hang up')
    expect([await sendTo(transport), await sendTo(transport), await sendTo(transport)].map(({ outcome }) => outcome)).toEqual(
      Array(3).fill('doubtful'),
    )
    expect(await sendTo(transport)).toMatchObject({ outcome: 'unreachable' })
    expect(server.messages).toHaveLength(3)
  })

  test('an answer in between ends the row', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server)
    for (let round = 0; round < 3; round++) {
      server.answer({ at: 'dot', times: 2 }, 'hang up')
      expect([await sendTo(transport), await sendTo(transport), await sendTo(transport)].map(({ outcome }) => outcome)).toEqual([
        'doubtful',
        'doubtful',
        'accepted',
      ])
    }
    expect(transport.trouble).toBeUndefined()
  })

  test('a server that wants fewer lines gets them, and everything arrives', async () => {
    await using server = await startSmtpServer()
    using transport = openTo(server, { lines: 6 })
    server.answer({ at: 'greeting' }, '421 4.7.0 Too many connections', 'hang up')
    server.answer({ at: 'greeting', times: 2 }, '220 mail.test ESMTP')
    expect(new Set(await outcomesOf(Array.from({ length: 40 }, () => sendTo(transport))))).toEqual(new Set(['accepted']))
    expect(transport.trouble).toBeUndefined()
  })
})
