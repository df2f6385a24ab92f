import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { listDkimRecords } from '../../../src/flow/list-dkim-records.ts'
import { makeDkimKey } from '../../../src/flow/make-dkim-key.ts'
import { dkimKey } from '../../support/keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-keys-'))

const RIGHT = inFile('right', dkimKey().privateKey)
const PKCS8 = { type: 'pkcs8', format: 'pem' } as const
const locked = { ...PKCS8, cipher: 'aes-256-cbc', passphrase: 'secret' }

const UNUSABLE = {
  short: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(PKCS8),
  locked: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(locked),
  ed25519: generateKeyPairSync('ed25519').privateKey.export(PKCS8),
  garbage: '-----BEGIN PRIVATE KEY-----\nnothing\n-----END PRIVATE KEY-----\n',
  public: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }),
}

function inFile(name: string, pem: string | Buffer): string {
  const file = join(folder, `${name}.pem`)
  writeFileSync(file, pem)
  return file
}

const mistakesOf = (settings: Record<string, string>): string[] => {
  const read = readConfig(settings)
  return read.ok ? [] : read.mistakes
}

const first = { DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: RIGHT }

describe('the keys that sign', () => {
  test.each([
    ['short', '1024 bits'],
    ['locked', 'passphrase'],
    ['ed25519', 'ed25519'],
    ['garbage', 'not a private key'],
    ['public', 'not a private key'],
  ] as const)('a %s key is refused at the start, as the first and as the next one', (kind, says) => {
    const file = inFile(kind, UNUSABLE[kind])
    const asFirst = mistakesOf({ DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: file })
    const asNext = mistakesOf({ ...first, DKIM_NEXT_SELECTOR: 'm2', DKIM_NEXT_KEY_FILE: file })
    expect(asFirst).toEqual([expect.stringMatching(`^DKIM_KEY_FILE: .*${says}`)])
    expect(asNext).toEqual([expect.stringMatching(`^DKIM_NEXT_KEY_FILE: .*${says}`)])
  })

  test('what is wrong with both is told at once', () => {
    const file = inFile('short', UNUSABLE.short)
    const mistakes = mistakesOf({ DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: file, DKIM_NEXT_SELECTOR: 'm2' })
    expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual(['DKIM_KEY_FILE', 'DKIM_NEXT_SELECTOR and DKIM_NEXT_KEY_FILE'])
  })

  test.each([
    ['without a first one', { DKIM_NEXT_SELECTOR: 'm2', DKIM_NEXT_KEY_FILE: RIGHT }],
    ['under the same selector', { ...first, DKIM_NEXT_SELECTOR: 'M1', DKIM_NEXT_KEY_FILE: RIGHT }],
    ['without a selector', { ...first, DKIM_NEXT_KEY_FILE: RIGHT }],
    ['in a file that cannot be read', { ...first, DKIM_NEXT_SELECTOR: 'm2', DKIM_NEXT_KEY_FILE: '/nowhere.pem' }],
  ])('a next key %s is refused', (_, settings) => {
    expect(mistakesOf(settings)).toEqual([expect.stringMatching(/^DKIM_NEXT_/)])
  })
})

describe('a key that we make', () => {
  test('is one that signs, that only its owner can read, and whose record is split for the DNS', async () => {
    const file = join(folder, 'made.pem')
    expect(await makeDkimKey(file)).toEqual({ ok: true })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const read = readConfig({ ...first, DKIM_NEXT_SELECTOR: 'm2', DKIM_NEXT_KEY_FILE: file, SENDER_ADDRESS: 'news@news.example.org' })
    if (!read.ok) throw new Error(read.mistakes.join())
    const [signs, next] = listDkimRecords(read.config)
    expect(signs).toMatchObject({ use: 'signs', name: 'm1._domainkey.news.example.org', value: dkimKey().record })
    expect(next).toMatchObject({ use: 'next', name: 'm2._domainkey.news.example.org' })
    expect(next?.strings.every((string) => Buffer.byteLength(string) <= 255)).toBe(true)
    expect(next?.strings.join('')).toBe(next?.value)
  })

  test('never takes the place of a file that is there', async () => {
    const file = inFile('precious', 'precious')
    expect(await makeDkimKey(file)).toEqual({ ok: false, reason: 'exists' })
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  test('needs its folder', async () => {
    expect(await makeDkimKey(join(folder, 'none', 'dkim.pem'))).toEqual({ ok: false, reason: 'no-folder' })
  })
})
