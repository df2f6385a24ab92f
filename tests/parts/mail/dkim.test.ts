import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { authenticate } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { dkimRecord, readDkimKey } from '../../../src/mail/dkim.ts'
import { dkimKey } from '../../support/keys.ts'
import { composeSample, fakeDns, rawOf, sampleKey, type SampleMail } from './sample-mail.ts'

// MAIL checklist E2, and what else of ours a stranger might add a second one of.
const COVERED = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'reply-to',
  'cc',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
  'auto-submitted',
]

const signed = async (changes: Partial<SampleMail> = {}, key = sampleKey()): Promise<Buffer> => rawOf(await composeSample(changes, key))

async function verdictOn(raw: Buffer): Promise<string | undefined> {
  const { dkim } = await authenticate(raw, { resolver: fakeDns, disableArc: true, disableDmarc: true, disableBimi: true })
  return dkim.results[0]?.status.result
}

describe('the signature', () => {
  test('mailauth takes it: DKIM, SPF and DMARC pass and are aligned', async () => {
    const sender = (await composeSample()).envelope.from
    const client = { ip: '198.51.100.25', helo: 'mail.broadsheet.example', sender, mta: 'mx.test' }
    const { dkim, spf, dmarc } = await authenticate(await signed(), { ...client, resolver: fakeDns, disableArc: true, disableBimi: true })
    expect(dkim.results).toHaveLength(1)
    expect(dkim.results[0]).toMatchObject({
      status: { result: 'pass', aligned: 'broadsheet.example' },
      signingDomain: 'broadsheet.example',
      selector: 'mail2026',
      algo: 'rsa-sha256',
      format: 'relaxed/relaxed',
    })
    expect([spf && spf.status.result, dmarc && dmarc.status.result]).toEqual(['pass', 'pass'])
  })

  test('it holds over any letters, in subject, text and html', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 })
    const clean = anything.map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '') || '–')
    await fc.assert(
      fc.asyncProperty(clean, anything, anything, async (subject, text, html) => {
        expect(await verdictOn(await signed({ subject, text, html }))).toBe('pass')
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    ['text alone', { html: undefined }],
    ['text that ends in empty lines', { html: undefined, text: 'one\n\n\n\n' }],
    ['empty lines and nothing else', { html: undefined, text: '\n\n' }],
    ['no text at all', { html: undefined, text: '' }],
    ['blanks and tabs everywhere', { html: undefined, text: ' a  b\t\tc \n\n \n' }],
    ['doubled blanks in names', { subject: 'a  b', senderName: 'A  B' }],
    ['an address beyond ASCII', { address: '用户@xn--r8jz45g.example' }],
  ])('it holds over %s', async (_, changes) => expect(await verdictOn(await signed(changes))).toBe('pass'))

  test.each([
    'Subject',
    'From',
    'To',
    'Date',
    'Reply-To',
    'Cc',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'List-Id',
    'Content-Type',
    'Feedback-ID',
  ])('a %s that somebody adds breaks it', async (name) => {
    const raw = await signed()
    expect(await verdictOn(Buffer.concat([Buffer.from(`${name}: evil@example.com\r\n`), raw]))).not.toBe('pass')
  })

  test.each([
    ['the subject', 'calendar and 2 more', 'calendar and 3 more'],
    ['the way out', 'List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Click'],
    ['a word of the text', '112 winters', '113 winters'],
    ['a mark of the html', '<p>', '<b>'],
  ])('%s that somebody changes breaks it', async (_, from, to) => {
    const raw = (await signed()).toString('latin1')
    expect(raw).toContain(from)
    expect(await verdictOn(Buffer.from(raw.replace(from, to), 'latin1'))).not.toBe('pass')
  })

  test('it covers every field that matters, each once more than it stands there', async () => {
    const raw = (await signed()).toString('latin1')
    const header = raw.slice(0, raw.indexOf('\r\n\r\n'))
    const names = header
      .replace(/\r\n[ \t]/g, '')
      .split('\r\n')
      .map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
    const covered = (/h=([^;]*);/.exec(header.replace(/\s/g, ''))?.[1] ?? '').toLowerCase().split(':')
    const count = (list: string[], name: string): number => list.filter((one) => one === name).length
    expect(COVERED.map((name) => [name, count(covered, name)])).toEqual(COVERED.map((name) => [name, count(names, name) + 1]))
  })

  test('it says when it was made, never expires, and covers the whole body', async () => {
    const field = /^DKIM-Signature:(.*?\r\n(?:[ \t].*?\r\n)*)/.exec((await signed()).toString('latin1'))?.[0] ?? ''
    expect(field.split('\r\n').filter((line) => line.length > 78)).toEqual([])
    expect(field).toContain(`t=${Date.UTC(2026, 10, 22, 7, 0) / 1000};`)
    expect(field).not.toMatch(/[;\s](x|l|i)=/)
  })

  test('the same delivery is signed with the same bytes', async () => expect(await signed()).toEqual(await signed()))

  test('a message that cannot be signed is not made', async () => {
    const publicKey = createPublicKey(dkimKey().privateKey)
    await expect(composeSample({}, { ...sampleKey(), privateKey: publicKey })).rejects.toThrow()
  })
})

describe('a key', () => {
  const pem = { type: 'pkcs8', format: 'pem' } as const
  const rsa = (bits: number): string => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export(pem)

  test('of RSA with 2048 bits is taken, in either form of PEM', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(readDkimKey(privateKey.export(pem)).ok).toBe(true)
    expect(readDkimKey(privateKey.export({ type: 'pkcs1', format: 'pem' })).ok).toBe(true)
  })

  test('its record is what belongs into DNS', () => expect(dkimRecord(sampleKey().privateKey)).toBe(dkimKey().record))

  test.each<[string, string, RegExp]>([
    ['nothing', '', /not a private key/],
    ['garbage', '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n', /not a private key/],
    [
      'a public key',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
      /not a private key/,
    ],
    ['1024 bits', rsa(1024), /1024 bits, which is too short/],
    ['Ed25519', generateKeyPairSync('ed25519').privateKey.export(pem), /kind ed25519.*use RSA/],
    ['an elliptic curve', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem), /kind ec,.*use RSA/],
    ['RSA-PSS', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey.export(pem), /kind rsa-pss.*use RSA/],
    [
      'a passphrase',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ ...pem, cipher: 'aes-256-cbc', passphrase: 'secret' }),
      /protected by a passphrase/,
    ],
    [
      'a passphrase, in the old form',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
        type: 'pkcs1',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'secret',
      }),
      /protected by a passphrase/,
    ],
  ])('with %s is refused, in words that say what to do', (_, given, words) => {
    const read = readDkimKey(given)
    expect(read.ok ? '' : read.message).toMatch(words)
  })
})
