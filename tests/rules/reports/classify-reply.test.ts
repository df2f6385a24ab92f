import { describe, expect, test } from 'vitest'
import { classifyReply } from '../../../src/mail/reports/classify-reply.ts'
import { REASONS } from '../../../src/mail/reports/reason.ts'
import { TELLING_RULES, VAGUE_RULES } from '../../../src/mail/reports/rules/reply-rules.ts'
import { REPLIES } from './replies.ts'
import { DEAD, FULL, OURS, TROUBLE } from './reply-classes.ts'

const classOf = (text: string): string => classifyReply({ text }).class

describe('what a server answers', () => {
  test.each(REPLIES)('is understood: %s', (text, ...reasons) => {
    expect(reasons).toContain(classifyReply({ text }).reason)
  })

  test.each(OURS)('is our fault and nobody else’s: %s', (text) => {
    expect(classOf(text)).toBe('sender')
  })

  test.each(DEAD)('means a dead address: %s', (text) => {
    expect(classOf(text)).toBe('hard')
  })

  test.each(FULL)('means a full mailbox: %s', (text) => {
    expect(classifyReply({ text })).toMatchObject({ class: 'soft', reason: 'mailbox-full' })
  })

  test.each(TROUBLE)('may work another day: %s', (text) => {
    expect(classOf(text)).toBe('soft')
  })
})

describe('words, code and status', () => {
  test('what the words say beats the status', () => {
    expect(classifyReply({ text: '550 5.1.1 rejected, 192.0.2.1 is listed at zen.spamhaus.org' })).toMatchObject({ class: 'sender' })
    expect(classifyReply({ text: '550 5.7.1 No such user!' })).toMatchObject({ class: 'hard', status: '5.7.1' })
    expect(classifyReply({ text: '550 5.2.1 The user is receiving mail too quickly' })).toMatchObject({ reason: 'recipient-rate' })
  })

  test.each([
    ['550 5.1.1', 'hard'],
    ['550 5.1.8', 'sender'],
    ['552 5.2.2', 'soft'],
    ['550 5.7.1', 'sender'],
    ['554 5.4.7', 'soft'],
    ['554 5.6.0', 'sender'],
    ['556 5.1.10', 'hard'],
    ['550 5.7.17', 'hard'],
    ['550 5.7.27', 'sender'],
  ])('where there are no words, the status speaks: %s', (text, kind) => {
    expect(classOf(text)).toBe(kind)
  })

  test('a bare 550 proves nothing about an address', () => {
    expect(classifyReply({ text: '550' })).toMatchObject({ class: 'soft', reason: 'unclear', action: 'count' })
    expect(classifyReply({ text: '' })).toMatchObject({ class: 'soft', reason: 'unclear', replyCode: null, status: null })
  })

  test.each([
    ['550 sorry, no mailbox here (#5.1.1)', '5.1.1'],
    ['550-5.1.1 The account\r\n550 5.1.1 does not exist', '5.1.1'],
    ['550 5.1.1: unknown', '5.1.1'],
    ['550 #5.1.0 Address rejected', '5.1.0'],
    ['554 5.0.0 Service unavailable (#5.7.1)', '5.7.1'],
    ['550 5.7.509 Access denied', '5.7.509'],
    ['421 [TSS04] deferred - 4.16.55.1', null],
    ['550 no access from 192.0.2.1', null],
  ])('the enhanced status is found in %s', (text, status) => {
    expect(classifyReply({ text }).status).toBe(status)
  })

  test('an address, a host or a link does not speak for the server', () => {
    expect(classOf('550 5.1.1 <spam-report@example.com>... User unknown')).toBe('hard')
    expect(classOf('host mx.blacklist.example.org[192.0.2.1] said: 550 5.1.1 user unknown')).toBe('hard')
    expect(classifyReply({ text: '552 5.2.2 <userunknown@example.org>: over quota' }).reason).toBe('mailbox-full')
  })

  test('an answer to MAIL FROM is about us, whatever it says', () => {
    const text = 'SMTP error from remote mail server after MAIL FROM:<news@example.org>: 550 5.1.7 No such domain example.org.'
    expect(classOf(text)).toBe('sender')
    expect(classOf('host mx.example.com[192.0.2.1] refused to talk to me: 554 no')).toBe('sender')
  })

  test('who is told "unknown user" only after the content may have been filtered out', () => {
    const text = '550 Unknown user aiko@example.ne.jp (in reply to end of DATA command)'
    expect(classifyReply({ text })).toMatchObject({ class: 'soft', reason: 'recipient-refuses' })
    expect(classOf('550 Unknown user aiko@example.ne.jp (in reply to RCPT TO command)')).toBe('hard')
  })

  test('an answer of a megabyte takes no longer than another', () => {
    const start = performance.now()
    for (const word of ['user ', 'sender ', 'your ip address ', 'exceed header ', '(', '550-', 'あ'])
      classifyReply({ text: word.repeat(200_000) })
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('what follows from an answer', () => {
  test.each([
    ['450 4.1.1 User unknown', 'retry'],
    ['550 5.1.1 User unknown', 'suppress'],
    ['552 5.2.2 Mailbox full', 'count'],
    ['550 5.2.1 The user is receiving mail at a rate that prevents delivery', 'pass-over'],
    ['452 4.5.3 Too many recipients', 'retry-apart'],
    ['421 4.7.28 Our system has detected an unusual rate of mail', 'slow-down'],
    ['554 5.7.1 blocked using zen.spamhaus.org', 'pause-provider'],
    ['552 5.3.4 Message too big for system', 'stop-issue'],
    ['535 5.7.8 Username and Password not accepted', 'stop-transport'],
    ['454 4.7.0 Cannot authenticate due to a temporary system problem', 'retry'],
    ['421 5.7.32 Your email was blocked because the From: header is not aligned', 'slow-down'],
    ['250 2.0.0 Ok: queued', 'accept'],
  ])('%s: %s', (text, action) => {
    expect(classifyReply({ text }).action).toBe(action)
  })

  test('the first digit of the reply code decides whether it is tried again, whatever the status says', () => {
    expect(classifyReply({ replyCode: 421, status: '5.7.32', text: 'DMARC' }).isTransient).toBe(true)
    expect(classifyReply({ replyCode: 550, status: '4.7.0', text: 'DMARC' }).isTransient).toBe(false)
  })
})

describe('the tables', () => {
  const rules = [...TELLING_RULES, ...VAGUE_RULES]

  test('every rule has a name of its own and says where it comes from', () => {
    expect(rules.map(({ id }) => id)).toEqual([...new Set(rules.map(({ id }) => id))])
    expect(rules.filter(({ source }) => source.length < 8)).toEqual([])
  })

  test('every rule asks for something', () => {
    expect(rules.filter(({ text, code, status }) => text === undefined && code === undefined && status === undefined)).toEqual([])
  })

  test('every reason is given by some rule', () => {
    const given = new Set<string>([...rules.map(({ reason }) => reason), 'unclear'])
    expect(Object.keys(REASONS).filter((reason) => !given.has(reason))).toEqual([])
  })
})
