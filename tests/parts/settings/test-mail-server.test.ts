import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { SMTPServer } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { testMailServer } from '../../../src/flow/settings/test-mail-server.ts'
import { tryMailServer, type Trial } from '../../../src/mail/doctor/try-mail-server.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { lintMessage } from '../../../src/mail/lint/lint-message.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { certificate } from '../mail/certificate.ts'

const OURS = { kind: 'notice' as const, dkim: 'absent' as const, baseUrl: PUBLICATION.links.home() }
const SHORT = { opening: 1500, answer: 1500, message: 1500 }

async function tried(server: string, to: string | undefined = 'rosa@example.com'): Promise<Trial> {
  const tested = await testMailServer(
    { server, heloName: 'news.test', to, language: 'en' },
    { publication: PUBLICATION, now: NOON, timeouts: SHORT },
  )
  if (!tested.ok) throw new Error(tested.reason)
  return tested.trial
}

const statesOf = ({ steps }: Trial): string => steps.map(({ step, state }) => `${step} ${state}`).join(', ')

describe('the trial of a mail server', () => {
  test('tells each step, and one mail comes that passes our own checks', async () => {
    await using server = await startSmtpServer()
    const trial = await tried(server.url.replace('//', '//rosa:open%20sesame@'))
    expect(statesOf(trial)).toBe('connect ok, ehlo ok, tls none, sign-in ok, mail ok')
    expect(trial.steps[0]).toMatchObject({ said: '220 mail.test ESMTP' })
    expect(trial.steps[1]?.facts.offers).toContain('SMTPUTF8')
    expect(trial.steps[3]?.facts).toEqual({ user: 'rosa' })
    expect(trial.steps[4]).toMatchObject({ said: '250 2.0.0 Ours now', facts: { to: 'rosa@example.com' } })
    const [mail] = server.messages
    expect(mail).toMatchObject({ to: ['rosa@example.com'], login: 'rosa' })
    expect(lintMessage(mail?.raw ?? Buffer.alloc(0), OURS)).toEqual([])
    expect(JSON.stringify(trial)).not.toContain('sesame')
  })

  test('without an address sends nothing', async () => {
    await using server = await startSmtpServer()
    const trial = await testMailServer(
      { server: server.url, heloName: 'a.test', to: undefined, language: 'en' },
      { publication: PUBLICATION, now: NOON },
    )
    expect(trial).toMatchObject({ ok: true, trial: { ok: true } })
    expect(server.messages).toEqual([])
  })

  test('of one that is not there ends with the connection', async () => {
    const trial = await tried('smtp://127.0.0.1:1')
    expect(statesOf(trial)).toBe('connect failed, ehlo not-reached, tls not-reached, sign-in not-reached, mail not-reached')
    expect(trial).toMatchObject({ ok: false, advice: 'away' })
    expect(trial.steps[0]?.said).toContain('ECONNREFUSED')
  })

  test('of one that says nothing ends before long', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    expect(await tried(`smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`)).toMatchObject({ ok: false, advice: 'away' })
    mute.close()
  })

  test('of one with a wrong password ends with the sign-in', async () => {
    await using server = await startSmtpServer()
    server.answer({ at: 'auth' }, '535 5.7.8 Bad credentials')
    const trial = await tried(server.url.replace('//', '//rosa:wrong@'))
    expect(statesOf(trial)).toBe('connect ok, ehlo ok, tls none, sign-in failed, mail not-reached')
    expect(trial).toMatchObject({ advice: 'sign-in', steps: { 3: { said: expect.stringContaining('535 5.7.8') as string } } })
  })

  test.each([
    ['mail', 'sender-refused'],
    ['rcpt', 'recipient-refused'],
    ['dot', 'mail-refused'],
  ] as const)('of one that refuses at %s says so: %s', async (at, advice) => {
    await using server = await startSmtpServer()
    server.answer({ at }, '550 5.7.1 Not from here')
    const trial = await tried(server.url)
    expect(statesOf(trial)).toBe('connect ok, ehlo ok, tls none, sign-in none, mail failed')
    expect(trial).toMatchObject({ advice, steps: { 4: { said: expect.stringContaining('550 5.7.1 Not from here') as string } } })
  })
})

/** As if the server were on another machine, where TLS is demanded. */
function triedFromAfar(url: string): Promise<Trial> {
  const relay = parseRelay(url)
  if (!relay) throw new Error('No relay')
  return tryMailServer({ ...relay, isLocal: false }, { name: 'news.test', message: undefined, timeouts: SHORT })
}

describe('the trial of a mail server elsewhere', () => {
  test('ends without STARTTLS', async () => {
    await using server = await startSmtpServer()
    const trial = await triedFromAfar(server.url)
    expect(statesOf(trial)).toBe('connect ok, ehlo ok, tls failed, sign-in not-reached, mail not-reached')
    expect(trial.advice).toBe('no-starttls')
  })

  test.each([
    ['smtp', {}],
    ['smtps', { secure: true }],
  ])('by %s tells the version of TLS and whose certificate it is, or that it does not hold', async (scheme, options) => {
    const before = getCACertificates('default')
    const server = new SMTPServer({ ...certificate, ...options, onAuth: ({ username }, _, done) => done(null, { user: username }) })
    server.on('error', () => undefined)
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    const url = `${scheme}://rosa:right@127.0.0.1:${(server.server.address() as AddressInfo).port}`
    const distrusted = await triedFromAfar(url)
    expect(distrusted.advice).toBe('certificate')
    expect(distrusted.steps.find(({ step }) => step === 'mail')?.state).toBe('not-reached')
    setDefaultCACertificates([...before, certificate.cert])
    try {
      const trial = await triedFromAfar(url)
      expect(statesOf(trial)).toBe('connect ok, ehlo ok, tls ok, sign-in ok, mail none')
      expect(trial.steps[2]?.facts).toMatchObject({
        protocol: 'TLSv1.3',
        certificate: { name: 'mail.test', until: expect.stringContaining('2126') as string },
      })
    } finally {
      setDefaultCACertificates(before)
      await new Promise<void>((resolve) => server.close(resolve))
    }
  })
})
