import { describe, expect, test } from 'vitest'
import { judgeFailure, judgeOpening, judgeSuccess, replyOf, type Failure } from '../../../src/mail/send-result.ts'

const failure = (said: Partial<Failure>): Failure => Object.assign(new Error(said.message ?? said.response ?? 'Connection closed'), said)

const answered = (response: string, command: string): Failure =>
  failure({ code: 'EENVELOPE', response, responseCode: Number(/^\d+/.exec(response)?.[0] ?? 0), command })

describe('what a failure means', () => {
  test.each([
    ['451 4.3.0 Try later', 'RCPT TO', 'deferred'],
    ['450 4.2.0 Greylisted', 'RCPT TO', 'deferred'],
    ['452 4.2.2 Mailbox full', 'RCPT TO', 'deferred'],
    ['421 4.7.0 Too much', 'RCPT TO', 'deferred'],
    ['550 5.1.1 No such user', 'RCPT TO', 'refused'],
    ['552 5.2.2 Mailbox full', 'RCPT TO', 'refused'],
    ['501 5.1.3 Bad address', 'RCPT TO', 'refused'],
    ['451 4.3.0 Try later', 'DATA', 'deferred'],
    ['552 5.3.4 Too big', 'DATA', 'refused'],
    ['554 5.6.0 Malformed', 'DATA', 'refused'],
    // About us: the recipient has not been named yet.
    ['550 5.7.1 Sender rejected', 'MAIL FROM', 'misconfigured'],
    ['553 5.1.8 Sender unknown', 'MAIL FROM', 'misconfigured'],
    ['451 4.7.1 Slow down', 'MAIL FROM', 'unreachable'],
    ['421 4.7.0 Not now', 'MAIL FROM', 'unreachable'],
    // About this message all the same: its size, its kind of address.
    ['552 5.3.4 Too big', 'MAIL FROM', 'refused'],
    ['552 Too big', 'MAIL FROM', 'refused'],
    ['553 5.6.7 No such addresses here', 'MAIL FROM', 'refused'],
    // About our sign-in, wherever it is said.
    ['530 5.7.0 Authentication required', 'MAIL FROM', 'misconfigured'],
    ['530 5.7.0 Authentication required', 'RCPT TO', 'misconfigured'],
    ['535 5.7.8 Wrong password', 'DATA', 'misconfigured'],
  ])('%s to %s: %s', (reply, command, outcome) => expect(judgeFailure(answered(reply, command), false).outcome).toBe(outcome))

  test('a line that broke means deferred before the final dot and doubtful after it', () => {
    const broken = failure({ code: 'ECONNECTION', command: 'CONN' })
    expect([judgeFailure(broken, false).outcome, judgeFailure(broken, true).outcome]).toEqual(['deferred', 'doubtful'])
  })

  test.each(['350 what', '250 yes', '999 nonsense', '99999999999999999999999999 nonsense', '0 nothing'])(
    '"%s" is no answer to a message: doubtful after its final dot, deferred before',
    (reply) => {
      const strange = Object.assign(answered(reply, 'DATA'), { code: 'EMESSAGE' })
      expect(judgeFailure(strange, true).outcome).toBe('doubtful')
      expect(judgeFailure(strange, false).outcome).toBe('deferred')
    },
  )

  test('what our own side declines for the server is refused', () => {
    const tooBig = failure({ code: 'EMESSAGE', message: 'Message size larger than allowed 1000', command: 'MAIL FROM' })
    const noAddress = failure({ code: 'EENVELOPE', message: 'Invalid recipient "a\\r\\nb"', command: 'API' })
    expect([judgeFailure(tooBig, false).outcome, judgeFailure(noAddress, false).outcome]).toEqual(['refused', 'refused'])
  })
})

describe('why no line could be had', () => {
  test.each<[string, Partial<Failure>, string]>([
    ['nobody listens', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'unreachable'],
    ['no such host', { code: 'EDNS', originalCode: 'ENOTFOUND' }, 'unreachable'],
    ['no greeting', { code: 'ETIMEDOUT' }, 'unreachable'],
    ['421 as the greeting', { code: 'EPROTOCOL', response: '421 4.3.2 Closing', responseCode: 421 }, 'unreachable'],
    ['a web server', { code: 'EPROTOCOL', response: 'HTTP/1.1 400 Bad Request' }, 'unreachable'],
    ['554 as the greeting', { code: 'EPROTOCOL', response: '554 5.7.1 You are listed', responseCode: 554 }, 'misconfigured'],
    ['a wrong password', { code: 'EAUTH', response: '535 5.7.8 No', responseCode: 535 }, 'misconfigured'],
    ['the directory of passwords is away', { code: 'EAUTH', response: '454 4.7.0 Temporary', responseCode: 454 }, 'misconfigured'],
    ['sign-in answered by 421', { code: 'EAUTH', response: '421 4.7.0 Too many', responseCode: 421 }, 'unreachable'],
    ['no STARTTLS', { code: 'ETLS', response: '502 5.5.1 Unknown', responseCode: 502 }, 'misconfigured'],
    ['an expired certificate', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'misconfigured'],
    ['a self-signed certificate', { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'misconfigured'],
    ['a certificate for another name', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'misconfigured'],
  ])('%s', (_, said, outcome) => expect(judgeOpening(failure(said)).outcome).toBe(outcome))
})

describe("the server's words", () => {
  test('codes are taken out of them', () => {
    expect(judgeSuccess('250 2.0.0 Ok: queued as 4F1')).toEqual({
      outcome: 'accepted',
      replyCode: 250,
      enhancedCode: '2.0.0',
      reply: '250 2.0.0 Ok: queued as 4F1',
    })
    expect(replyOf('550-5.1.1 No such\n550 5.1.1 user', 550)).toEqual({
      replyCode: 550,
      enhancedCode: '5.1.1',
      reply: '550-5.1.1 No such 550 5.1.1 user',
    })
    expect(replyOf('554 blocked, see 1.2.3.4', 554).enhancedCode).toBeNull()
  })

  test('control characters are cleaned out, so that no log line and no database column breaks on them', () => {
    expect(replyOf('550 a\0b\r\n\u001b[31mred\u0085\u2028\u009b!', 550).reply).toBe('550 a b [31mred !')
    expect(replyOf('550 half \ud83d', 550).reply.isWellFormed()).toBe(true)
  })

  test('they are cut at 1,000 characters', () => expect(replyOf('x'.repeat(1_000_000), null).reply).toHaveLength(1000))

  test('what is no SMTP code is not kept as one', () => {
    expect([0, 99, 354, 600, 1e30, NaN, 250.5].map((code) => replyOf('', code).replyCode)).toEqual(Array(7).fill(null))
  })
})
