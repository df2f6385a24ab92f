import { describe, expect, test } from 'vitest'
import { signWith } from '../../../src/flow/sign.ts'
import type { Names } from '../../../src/domain/topic.ts'
import { digestHeaders } from '../../../src/mail/digest-headers.ts'

const names: Names = { en: 'Morning Briefing', zh: '早报' }

const mail = {
  deliveryId: 35,
  address: 'rosa@xn--bcher-kva.example',
  language: 'pt-BR',
  sender: { name: 'Broadsheet', address: 'news@broadsheet.example' },
  bounceDomain: 'bounce.broadsheet.example',
  sign: signWith('a secret of more than thirty-two characters'),
  digest: { slug: 'morning', names },
  number: 12,
  subject: 'The lake that keeps its own calendar',
  unsubscribeUrl: 'https://news.broadsheet.example/u/1-1-token',
  homeUrl: 'https://news.broadsheet.example/',
  archiveUrl: 'https://news.broadsheet.example/d/morning',
  at: Date.UTC(2026, 10, 22, 7, 0),
}

const fieldsOf = (changes: Partial<typeof mail> = {}): Record<string, string> =>
  Object.fromEntries(digestHeaders({ ...mail, ...changes }).headers)

describe('the headers of a digest mail', () => {
  test('each field stands once', () => {
    const names = digestHeaders(mail).headers.map(([name]) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['Date', 'From', 'To', 'Subject', 'Message-ID', 'List-Id', 'List-Unsubscribe']))
  })

  test('answers go to an address of their own where there is one, which stands once and only where it differs from the sender', () => {
    const replies = (replyTo?: string) => digestHeaders({ ...mail, replyTo }).headers.filter(([name]) => name === 'Reply-To')
    expect(replies('editors@broadsheet.example')).toEqual([['Reply-To', '<editors@broadsheet.example>']])
    expect([replies(), replies('news@broadsheet.example')]).toEqual([[], []])
  })

  test('one click unsubscribes (RFC 8058)', () => {
    expect(fieldsOf()).toMatchObject({
      'List-Unsubscribe': '<https://news.broadsheet.example/u/1-1-token>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
  })

  test('the list has a plain name and an identifier of our domain (RFC 2919)', () => {
    expect(fieldsOf()['List-Id']).toBe('"Morning Briefing" <morning.broadsheet.example>')
    expect(fieldsOf({ digest: { slug: 'ran', names: { zh: '早报', sv: 'Morgon' } } })['List-Id']).toBe('"Morgon" <ran.broadsheet.example>')
    expect(fieldsOf({ digest: { slug: 'zao-bao', names: { zh: '早报' } } })['List-Id']).toBe('"zao-bao" <zao-bao.broadsheet.example>')
  })

  test('it is to one reader, from one mailbox, and says that a program wrote it', () => {
    expect(fieldsOf()).toMatchObject({
      To: '<rosa@xn--bcher-kva.example>',
      From: '"Broadsheet" <news@broadsheet.example>',
      'Auto-Submitted': 'auto-generated',
      Precedence: 'bulk',
      'Content-Language': 'pt-BR',
    })
  })

  test('the Message-ID is a function of the delivery alone', () => {
    expect(fieldsOf({ at: mail.at + 1, subject: 'Another', address: 'x@y.example' })['Message-ID']).toBe(fieldsOf()['Message-ID'])
    expect(fieldsOf({ deliveryId: 36 })['Message-ID']).not.toBe(fieldsOf()['Message-ID'])
    expect(fieldsOf()['Message-ID']).toMatch(/^<[a-z0-9.]+@broadsheet\.example>$/)
  })

  test('nothing about the reader is in the Feedback-ID, and it ends in our name', () => {
    expect(fieldsOf()['Feedback-ID']).toBe('12:morning:digest:broadsheet')
  })

  test('a subject or name with a line break is refused', () => {
    expect(() => digestHeaders({ ...mail, subject: 'a\r\nBcc: evil@example.com' })).toThrow('line break')
    expect(() => digestHeaders({ ...mail, sender: { ...mail.sender, name: 'a\nBcc: evil@example.com' } })).toThrow('line break')
  })
})

describe('the envelope', () => {
  test('the sender names the delivery, in letters that survive any mail server', () => {
    const { from } = digestHeaders(mail).envelope
    expect(from).toMatch(/^b-z-[a-z0-9]{20,}@bounce\.broadsheet\.example$/)
    expect(from.indexOf('@')).toBeLessThanOrEqual(64)
    expect(digestHeaders({ ...mail, deliveryId: Number.MAX_SAFE_INTEGER }).envelope.from.indexOf('@')).toBeLessThanOrEqual(64)
  })

  test('it cannot be guessed for another delivery', () => {
    const signatures = [1, 2, 3].map((deliveryId) => digestHeaders({ ...mail, deliveryId }).envelope.from.split('-')[2])
    expect(new Set(signatures).size).toBe(3)
    expect(fieldsOf()['Message-ID']).not.toContain(digestHeaders(mail).envelope.from.split(/[-@]/)[2]?.slice(0, 14))
  })

  test('only a name beyond ASCII needs a server for international addresses', () => {
    const isInternational = (address: string): boolean => digestHeaders({ ...mail, address }).envelope.isInternational
    expect([isInternational('rosa@xn--bcher-kva.example'), isInternational('用户@xn--r8jz45g.jp')]).toEqual([false, true])
  })
})
