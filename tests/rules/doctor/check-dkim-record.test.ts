import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dkimRecord } from '../../../src/mail/dkim.ts'
import { checkDkimRecord } from '../../../src/mail/doctor/check-dkim-record.ts'
import { splitTxt } from '../../../src/mail/split-txt.ts'
import { dkimKey } from '../../support/keys.ts'
import { dnsOf, type DnsTable } from './dns-table.ts'
import { told } from '../../support/told.ts'

const privateKey = createPrivateKey(dkimKey().privateKey)
const NAME = 'mail2026._domainkey.news.example'
const OURS = dkimRecord(privateKey)
const PUBLIC = OURS.replace(/.*p=/, '')

const check = (table: DnsTable, key: KeyObject = privateKey) =>
  checkDkimRecord({ domain: 'news.example', selector: 'mail2026', privateKey: key }, dnsOf(table)).then(told)

describe('the published half of a DKIM key', () => {
  test.each([
    ['as we print it', OURS],
    ['without v and k, which may be left out', `p=${PUBLIC}`],
    ['with other tags, blanks and a closing semicolon', `v=DKIM1 ; k = rsa; s=email; h=sha256:sha1; n=made by David; p=${PUBLIC} ;`],
    ['with blanks inside the key', `v=DKIM1; p=${PUBLIC.slice(0, 100)} ${PUBLIC.slice(100)}`],
  ])('is recognised %s', async (_, record) => {
    expect(await check({ [NAME]: { txt: [record] } })).toEqual({ state: 'ok', message: expect.stringContaining(NAME) as string })
  })

  test('is recognised in the bare form that the RFC means', async () => {
    const bare = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' }).toString('base64')
    expect(await check({ [NAME]: { txt: [`v=DKIM1; p=${bare}`] } })).toMatchObject({ state: 'ok' })
  })

  test('of another key is a fault, because every signature fails', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    expect(await check({ [NAME]: { txt: [OURS] } }, other)).toMatchObject({
      state: 'fault',
      message: expect.stringContaining('not the public half') as string,
      todo: expect.stringContaining('dkim record') as string,
    })
  })

  test.each([
    ['is not there', {}, 'no TXT record'],
    ['stands twice', { [NAME]: { txt: [OURS, OURS] } }, '2 TXT records'],
    ['is something else', { [NAME]: { txt: ['google-site-verification=abc'] } }, 'no DKIM record'],
    ['is of another version', { [NAME]: { txt: [`v=DKIM2; p=${PUBLIC}`] } }, 'no DKIM record'],
    ['names a tag twice', { [NAME]: { txt: [`v=DKIM1; p=${PUBLIC}; p=${PUBLIC}`] } }, 'no DKIM record'],
    ['is revoked', { [NAME]: { txt: ['v=DKIM1; p='] } }, 'revokes'],
    ['was cut off', { [NAME]: { txt: [OURS.slice(0, 255)] } }, 'not the public half'],
    ['is called ed25519', { [NAME]: { txt: [`v=DKIM1; k=ed25519; p=${PUBLIC}`] } }, 'ed25519'],
    ['allows only sha1', { [NAME]: { txt: [`v=DKIM1; h=sha1; p=${PUBLIC}`] } }, 'sha1'],
    ['is for another service', { [NAME]: { txt: [`v=DKIM1; s=tlsrpt; p=${PUBLIC}`] } }, 'tlsrpt'],
  ])('that %s is a fault', async (_, table: DnsTable, says) => {
    expect(await check(table)).toMatchObject({ state: 'fault', message: expect.stringContaining(says) as string })
  })

  test('that is only a test is warned about', async () => {
    expect(await check({ [NAME]: { txt: [`${OURS}; t=y:s`] } })).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('t=y') as string,
    })
    expect(await check({ [NAME]: { txt: [`${OURS}; t=s`] } })).toMatchObject({ state: 'ok' })
  })

  test('is neither right nor wrong when the DNS does not answer', async () => {
    expect(await check({ [NAME]: 'silent' })).toMatchObject({
      state: 'not-checked',
      message: expect.stringContaining('ETIMEOUT') as string,
    })
  })
})

test('a record is split into strings of at most 255 octets, which joined are the record', () => {
  const strings = splitTxt(OURS)
  expect(strings.map((string) => Buffer.byteLength(string))).toEqual([255, OURS.length - 255])
  expect(strings.join('')).toBe(OURS)
  expect(splitTxt('v=DKIM1')).toEqual(['v=DKIM1'])
})
