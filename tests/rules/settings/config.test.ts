import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readConfig, SETTINGS, type Config } from '../../../src/config.ts'

const manual = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')
const shown = [...manual.matchAll(/^(#?)([A-Z_]+)=(.*)$/gm)].map(([, off = '', name = '', value = '']) => ({
  name,
  value,
  isOff: off !== '',
}))

describe('the settings', () => {
  test('.env.example shows each setting once, and no other', () => {
    expect(shown.map(({ name }) => name).sort()).toEqual([...SETTINGS].sort())
  })

  test('each setting has a line of why above it', () => {
    const blocks = manual.split('\n\n').slice(1)
    for (const { name } of shown) expect(blocks.find((block) => block.includes(`${name}=`))).toMatch(/^# \S/)
  })

  test('the defaults that the manual shows are the defaults', () => {
    const manualValues = Object.fromEntries(shown.filter(({ isOff }) => !isOff).map(({ name, value }) => [name, value]))
    expect(configOf(manualValues)).toEqual(configOf({}))
  })

  test('each receiver has a pace where mail leaves this machine; a server on it keeps its own', () => {
    const remote = { SENDER_ADDRESS: 'a@example.org', POSTAL_ADDRESS: 'Our street 1', BASE_URL: 'https://news.example.org' }
    expect(configOf({ ...remote, SMTP_URL: 'smtps://u:p@mail.example.com' }).domainRate).toBe(20)
    expect(configOf({ SMTP_URL: 'smtp://localhost:25' }).domainRate).toBe(0)
    expect(configOf({ SMTP_URL: 'smtp://localhost:25', DOMAIN_RATE: '5', SMTP_RATE: '100' })).toMatchObject({
      domainRate: 5,
      smtpRate: 100,
    })
  })

  test('former secrets are named with commas between them, and none may be short', () => {
    const [first, second] = ['the first secret of this installation', 'the second secret of this installation']
    expect(configOf({ SECRET_PREVIOUS: `${first}, ${second}` }).previousSecrets).toEqual([first, second])
    const read = readConfig({ SECRET_PREVIOUS: `${first},short` })
    expect(read.ok ? [] : read.mistakes).toEqual([expect.stringMatching(/^SECRET_PREVIOUS: .*32/)])
  })

  test('an empty value counts as unset', () => {
    expect(configOf({ SMTP_URL: '', PORT: '' })).toEqual(configOf({}))
  })

  test('all mistakes are reported together, each with the name of its setting', () => {
    const read = readConfig({
      PORT: 'many',
      DATABASE_URL: 'mysql://x',
      ROLES: 'web,cook',
      SMTP_URL: 'nowhere',
      SENDER_ADDRESS: 'me',
      BASE_URL: 'ftp://x',
    })
    expect(read.ok ? [] : read.mistakes.map((mistake) => mistake.split(':')[0]).sort()).toEqual([
      'BASE_URL',
      'DATABASE_URL',
      'PORT',
      'ROLES',
      'SENDER_ADDRESS',
      'SMTP_URL',
    ])
  })

  test('mail that leaves this machine needs a sender, a postal address and a public address; towards this machine they are advised', () => {
    const remote = readConfig({ SMTP_URL: 'smtps://u:p@mail.example.com' })
    expect(remote.ok ? [] : remote.mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'SENDER_ADDRESS',
      'POSTAL_ADDRESS',
      'BASE_URL',
    ])
    const local = readConfig({ SMTP_URL: 'smtp://localhost:25' })
    expect(local.ok && local.warnings).toHaveLength(3)
  })

  test.each([
    ['SENDER_NAME', 'A\r\nBcc: evil@example.com'],
    ['POSTAL_ADDRESS', 'a\u202eb'],
    ['SMTP_URL', 'http://mail.example.com'],
    ['BASE_URL', 'https://user:pass@example.com'],
    ['HELO_NAME', 'mail.example.com\r\nMAIL FROM:<x@example.com>'],
    ['SECRET', 'short'],
    ['DKIM_SELECTOR', 'a b'],
    ['PORT', '70000'],
    ['ROLES', ','],
  ])('%s refuses %j', (name, value) => {
    expect(readConfig({ [name]: value }).ok).toBe(false)
  })

  test('a DKIM key without a selector, or one that cannot be read, is refused', () => {
    expect(readConfig({ DKIM_KEY_FILE: '/nowhere.pem' }).ok).toBe(false)
    expect(readConfig({ DKIM_KEY_FILE: '/nowhere.pem', DKIM_SELECTOR: 'a' })).toMatchObject({
      mistakes: [expect.stringMatching(/^DKIM_KEY_FILE: .*read/)],
    })
  })
})

function configOf(given: Record<string, string>): Omit<Config, 'environment'> {
  const read = readConfig(given)
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  const { environment: _, ...config } = read.config
  return config
}
