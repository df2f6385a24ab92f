import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { checkMailServer } from '../../../src/mail/doctor/check-mail-server.ts'
import type { Verdict } from '../../../src/mail/doctor/verdict.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { certificate } from '../mail/certificate.ts'
import { told } from '../../support/told.ts'

const SHORT = { opening: 1500, answer: 1500, message: 1500 }

type TestServer = AsyncDisposable & { port: number; sent: () => number }

async function startServer(options: SMTPServerOptions = {}): Promise<TestServer> {
  let sent = 0
  const server = new SMTPServer({
    ...certificate,
    ...options,
    onAuth: ({ username, password }, _session, done) => {
      if (password === 'right') done(null, { user: username })
      else done(new Error('Wrong name or password'))
    },
    onMailFrom: (_address, _session, done) => {
      sent++
      done()
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return { port, sent: () => sent, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)) }
}

/** As if the server were on another machine. */
async function check(url: string): Promise<ReturnType<typeof told<Verdict>>> {
  const relay = parseRelay(url)
  if (!relay) throw new Error('No relay')
  return told(await checkMailServer({ ...relay, isLocal: false }, 'news.test', SHORT))
}

describe('a mail server', () => {
  test.each([
    ['smtp', {}],
    ['smtps', { secure: true }],
  ])('by %s with a certificate that holds and a user that it knows is right, and nothing is sent', async (scheme, options) => {
    const before = getCACertificates('default')
    setDefaultCACertificates([...before, certificate.cert])
    try {
      await using server = await startServer(options)
      expect(await check(`${scheme}://david:right@127.0.0.1:${server.port}`)).toEqual({
        state: 'ok',
        message: `127.0.0.1:${server.port} answers over TLS, with a certificate that holds, and knows the user david.`,
      })
      expect(server.sent()).toBe(0)
      const wrong = await check(`${scheme}://david:wrong@127.0.0.1:${server.port}`)
      expect(wrong).toMatchObject({ state: 'fault', todo: expect.stringContaining('password') as string })
      expect(JSON.stringify(wrong)).not.toContain('wrong@')
    } finally {
      setDefaultCACertificates(before)
    }
  })

  test('with a certificate that does not hold is a fault', async () => {
    await using server = await startServer()
    expect(await check(`smtp://david:right@127.0.0.1:${server.port}`)).toMatchObject({
      state: 'fault',
      todo: expect.stringMatching(/^Its certificate does not hold for 127\.0\.0\.1/) as string,
    })
  })

  test('without STARTTLS is a fault', async () => {
    await using server = await startSmtpServer()
    expect(await check(`smtp://127.0.0.1:${server.port}`)).toMatchObject({
      state: 'fault',
      todo: expect.stringContaining('STARTTLS') as string,
    })
  })

  test('that speaks no TLS where smtps is asked for is a fault', async () => {
    await using server = await startSmtpServer()
    expect(await check(`smtps://127.0.0.1:${server.port}`)).toMatchObject({
      state: 'fault',
      todo: expect.stringContaining('smtp://') as string,
    })
  })

  test('that is not there is a fault', async () => {
    expect(await check('smtp://127.0.0.1:1')).toMatchObject({
      state: 'fault',
      todo: expect.stringMatching(/^Check host and port/) as string,
    })
  })

  test('that says nothing is a fault before long', async () => {
    const mute = createServer(() => undefined)
    mute.listen(0, '127.0.0.1')
    await once(mute, 'listening')
    expect(await check(`smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`)).toMatchObject({ state: 'fault' })
    mute.close()
  })

  test('that greets with a refusal is a fault, told in its own words', async () => {
    await using server = await startSmtpServer()
    server.answer({ at: 'greeting' }, '554 5.7.1 No mail from there', 'hang up')
    expect(await check(`smtp://127.0.0.1:${server.port}`)).toMatchObject({
      state: 'fault',
      message: expect.stringContaining('554 5.7.1 No mail from there') as string,
      todo: expect.stringContaining('does not want us') as string,
    })
  })
})
