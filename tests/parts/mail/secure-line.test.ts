import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRelay, type Relay } from '../../../src/mail/relay.ts'
import { openTransport, type Transport } from '../../../src/mail/transport.ts'
import { certificate } from './certificate.ts'
import { composeSample } from './sample-mail.ts'

type TestServer = AsyncDisposable & { port: number; received: string[] }

/** The listener that npm's smtp-server is: TLS, sign-in, and no second MAIL inside a first one. */
async function startServer(options: SMTPServerOptions): Promise<TestServer> {
  const received: string[] = []
  const server = new SMTPServer({
    ...certificate,
    authOptional: true,
    ...options,
    onData: (stream, session, done) => {
      stream.resume().on('end', () => {
        received.push(`${session.user ?? 'nobody'} ${session.secure ? 'in secret' : 'in the open'}`)
        done(null, 'taken')
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return { port, received, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)) }
}

function openTo(relay: Relay | undefined): Transport & Disposable {
  if (!relay) throw new Error('No relay')
  const transport = openTransport({ relay, name: 'news.test', lines: 1, messagesPerLine: 50, pauses: { shortest: 10, longest: 10 } })
  return Object.assign(transport, { [Symbol.dispose]: () => transport.close() })
}

/** As if it were on another machine: its certificate must hold. */
const remote = (url: string): Relay | undefined => {
  const relay = parseRelay(url)
  return relay && { ...relay, isLocal: false }
}

const send = async (transport: Transport): Promise<{ outcome: string; reply: string }> =>
  transport.send(await composeSample(), () => Promise.resolve(true))

const onlyDavid: SMTPServerOptions = {
  onAuth: ({ username, password }, _session, done) => {
    if (username === 'david' && password === 'p@ss wörd') done(null, { user: username })
    else done(new Error('Wrong name or password'))
  },
}

describe('towards a mail server with a certificate that holds', () => {
  const before = getCACertificates('default')
  beforeAll(() => setDefaultCACertificates([...before, certificate.cert]))
  afterAll(() => setDefaultCACertificates(before))

  test.each([
    ['smtp', {}],
    ['smtps', { secure: true }],
  ])('by %s, the password and the mail travel in secret', async (scheme, options) => {
    await using server = await startServer({ ...options, ...onlyDavid, authOptional: false })
    using transport = openTo(remote(`${scheme}://david:p%40ss%20w%C3%B6rd@127.0.0.1:${server.port}`))
    expect(await send(transport)).toMatchObject({ outcome: 'accepted' })
    expect(server.received).toEqual(['david in secret'])
  })

  test('a wrong password is our fault, not the reader’s, and stops the transport', async () => {
    await using server = await startServer({ ...onlyDavid, authOptional: false })
    using transport = openTo(remote(`smtp://david:wrong@127.0.0.1:${server.port}`))
    expect(await send(transport)).toMatchObject({ outcome: 'misconfigured', replyCode: 535 })
    expect(transport.trouble).toMatchObject({ outcome: 'misconfigured' })
    expect((await send(transport)).reply).not.toContain('wrong')
  })

  test('a server that wants to be signed in to is our fault', async () => {
    await using server = await startServer({ ...onlyDavid, authOptional: false })
    using transport = openTo(remote(`smtp://127.0.0.1:${server.port}`))
    expect(await send(transport)).toMatchObject({ outcome: 'misconfigured', replyCode: 530 })
  })
})

describe('towards a mail server with a certificate that does not hold', () => {
  test.each([
    ['smtp', {}],
    ['smtps', { secure: true }],
  ])('by %s nothing is sent', async (scheme, options) => {
    await using server = await startServer(options)
    using transport = openTo(remote(`${scheme}://127.0.0.1:${server.port}`))
    expect(await send(transport)).toMatchObject({ outcome: 'misconfigured', reply: expect.stringContaining('self-signed') as string })
    expect(server.received).toEqual([])
  })
})

test('without TLS, nothing is sent to another machine', async () => {
  await using server = await startServer({ disabledCommands: ['STARTTLS'] })
  using transport = openTo(remote(`smtp://127.0.0.1:${server.port}`))
  expect(await send(transport)).toMatchObject({ outcome: 'misconfigured', reply: expect.stringContaining('STARTTLS') as string })
  expect(server.received).toEqual([])
})

test('to a server on this machine, mail travels in the open', async () => {
  await using server = await startServer({})
  using transport = openTo(parseRelay(`smtp://127.0.0.1:${server.port}`))
  expect(await send(transport)).toMatchObject({ outcome: 'accepted' })
  expect(server.received).toEqual(['nobody in the open'])
})

test('after a refused recipient, a strict server takes the next message over the same line', async () => {
  let isFirst = true
  let connections = 0
  await using server = await startServer({
    onConnect: (_session, done) => {
      connections++
      done()
    },
    onRcptTo: (_address, _session, done) => {
      done(isFirst ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null)
      isFirst = false
    },
  })
  using transport = openTo(parseRelay(`smtp://127.0.0.1:${server.port}`))
  expect([(await send(transport)).outcome, (await send(transport)).outcome]).toEqual(['refused', 'accepted'])
  expect(connections).toBe(1)
})

test('a server that does not answer our goodbye is left all the same', async () => {
  const left = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    socket.write('220 mute.test\r\n')
    socket.on('data', (chunk) => {
      const said = chunk.toString()
      if (/^EHLO/.test(said)) socket.write('250 mute.test\r\n')
      else if (/^(MAIL|RCPT)/.test(said)) socket.write('250 OK\r\n')
      else if (/^DATA/.test(said)) socket.write('354 Go ahead\r\n')
      else if (/\r\n\.\r\n$/.test(said)) socket.write('250 Taken\r\n')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => left.resolve())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = openTo(parseRelay(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`))
  expect(await send(transport)).toMatchObject({ outcome: 'accepted' })
  transport.close()
  await left.promise
  server.close()
})
