import { createPrivateKey } from 'node:crypto'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { HOUR } from '../../../src/domain/instant.ts'
import { examine } from '../../../src/flow/doctor/examine.ts'
import { dkimRecord } from '../../../src/mail/dkim.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { dnsOf, type DnsTable } from '../../rules/doctor/dns-table.ts'
import { eachDatabase } from '../../support/databases.ts'
import { dkimKey } from '../../support/keys.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, openWorld, reader, topics } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const OURS = {
  SENDER_ADDRESS: 'news@news.example.org',
  POSTAL_ADDRESS: 'Example News, 1 Main Street, 12345 Exampletown',
  BASE_URL: 'https://news.example.org',
  HELO_NAME: 'mail.news.example.org',
}

const RECORDS: DnsTable = {
  'news.example.org': { txt: ['v=spf1 a:mail.news.example.org ip4:127.0.0.1 -all'], mx: ['mail.news.example.org'], a: ['5.9.113.80'] },
  '_dmarc.news.example.org': { txt: ['v=DMARC1; p=reject; rua=mailto:dmarc@news.example.org'] },
  'mail.news.example.org': { a: ['5.9.100.25'] },
  '5.9.100.25': { ptr: ['mail.news.example.org'] },
}

type Wanted = { settings: Record<string, string>; table?: DnsTable; insistsOnDns?: boolean; now?: number }

/** What the doctor finds, by what it looked at. */
async function look({
  settings,
  table = {},
  insistsOnDns = false,
  now,
}: Wanted): Promise<Record<string, { state: string; message: string }>> {
  const read = readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), 'broadsheet-doctor-')), ...settings })
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  const dns = dnsOf(table)
  const found = await examine(read.config, read.warnings, { dns, clock: () => now ?? Date.now(), nodeVersion: '26.12.1', insistsOnDns })
  if (dns.asked.length > 0 !== insistsOnDns) throw new Error(`The DNS was asked ${dns.asked.length} times`)
  return Object.fromEntries(found.map(({ id, ...verdict }) => [id, told(verdict)]))
}

const statesOf = (found: Record<string, { state: string }>): Record<string, string> =>
  Object.fromEntries(Object.entries(found).map(([id, { state }]) => [id, state]))

describe.each(eachDatabase)('the doctor on $name', ({ name, url, bareUrl }) => {
  test('names the zones of readers that no clock knows, and takes no offence at a name that was changed', async () => {
    const DATABASE_URL = await url()
    const store = await openWorld(DATABASE_URL)
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'rosa@rio.example', { hour: { zone: 'Asia/Calcutta', minute: 0, weekdays: 1 } })
    expect((await look({ settings: { DATABASE_URL } }))['zones']).toMatchObject({ state: 'ok' })
    await reader(store, 'layla@cairo.example', { hour: { zone: 'Mars/Olympus_Mons', minute: 0, weekdays: 1 } })
    await store.close()
    const { state, message } = (await look({ settings: { DATABASE_URL } }))['zones'] ?? {}
    expect([state, message]).toEqual(['warning', expect.stringContaining('"Mars/Olympus_Mons" (1)')])
  })

  test('finds a new installation with the built-in catcher sound, and asks no DNS', async () => {
    const DATABASE_URL = await url()
    await (await openWorld(DATABASE_URL)).close()
    const states = statesOf(await look({ settings: { DATABASE_URL } }))
    expect(Object.values(states).filter((state) => state === 'fault')).toEqual([])
    expect(states).toMatchObject({ database: 'ok', schema: 'ok', writing: 'ok', clock: 'ok', settings: 'ok', 'base-url': 'ok' })
    expect(states).toMatchObject({ 'mail-server': 'not-checked', spf: 'not-checked', dmarc: 'not-checked', helo: 'not-checked' })
    expect(states['disk']).toBe(name === 'SQLite' ? 'ok' : 'not-checked')
    expect(states['secret']).toBe(name === 'SQLite' ? 'ok' : 'warning')
  })

  test('leaves the database as it was', async () => {
    const DATABASE_URL = await url()
    await using store = await openWorld(DATABASE_URL)
    const before = await store.db.selectFrom('installation').selectAll().execute()
    await look({ settings: { DATABASE_URL } })
    expect(await store.db.selectFrom('installation').selectAll().execute()).toEqual(before)
  })

  test('makes no tables, and says that they are to come', async () => {
    const DATABASE_URL = await bareUrl()
    const store = openStore(DATABASE_URL)
    await sql`create table something (x bigint)`.execute(store.db)
    await store.close()
    const found = await look({ settings: { DATABASE_URL } })
    expect(found).toMatchObject({ database: { state: 'ok' }, writing: { state: 'not-checked' } })
    expect(found['schema']).toMatchObject({ state: 'warning', message: expect.stringContaining('0001-core') as string })
    const after = openStore(DATABASE_URL)
    expect((await after.db.introspection.getTables()).map((table) => table.name)).toEqual(['something'])
    await after.close()
  })

  test('sees tables that only a newer Broadsheet knows', async () => {
    const DATABASE_URL = await url()
    await using store = await openWorld(DATABASE_URL)
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00Z')`.execute(store.db)
    expect(await look({ settings: { DATABASE_URL } })).toMatchObject({ schema: { state: 'fault' } })
  })

  test('sees that nothing can be written, and says why', async () => {
    const DATABASE_URL = await url()
    await using store = await openWorld(DATABASE_URL)
    const full = sql`create trigger full before insert on installation begin select raise(abort, 'it is read-only'); end`
    const { rows } = name === 'SQLite' ? { rows: [] } : await sql<{ name: string }>`select current_database() as name`.execute(store.db)
    const closed = sql`alter database ${sql.ref(rows[0]?.name ?? '')} set default_transaction_read_only = on`
    await (name === 'SQLite' ? full : closed).execute(store.db)
    const found = await look({ settings: { DATABASE_URL } })
    expect(found['writing']).toMatchObject({ state: 'fault', message: expect.stringContaining('read-only') as string })
    expect(found).toMatchObject({ database: { state: 'ok' }, schema: { state: 'ok' } })
  })

  test('sees a clock that is behind what was written down', async () => {
    const DATABASE_URL = await url()
    await using store = await openWorld(DATABASE_URL)
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'aiko@example.com')
    expect(await look({ settings: { DATABASE_URL }, now: NOON - HOUR })).toMatchObject({ clock: { state: 'fault' } })
  })
})

test('a database that cannot be opened is a fault, and its password is not said', async () => {
  const found = await look({ settings: { DATABASE_URL: 'postgres://david:secret@127.0.0.1:1/none' } })
  expect(found['database']).toMatchObject({ state: 'fault', message: expect.stringContaining('ECONNREFUSED') as string })
  expect(found['database']?.message).not.toContain('secret')
  expect(found).toMatchObject({ schema: { state: 'not-checked' }, writing: { state: 'not-checked' }, clock: { state: 'not-checked' } })
})

test('a file that is no database is a fault', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'broadsheet-doctor-')), 'novel.db')
  writeFileSync(file, 'It was a dark and stormy night. '.repeat(100))
  const found = await look({ settings: { DATABASE_URL: `sqlite:${file}` } })
  expect(found['database']).toMatchObject({ state: 'fault', message: expect.stringContaining('not a database') as string })
})

describe('with a key, records and a mail server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-doctor-keys-'))
  const DKIM_KEY_FILE = join(folder, 'dkim.pem')
  writeFileSync(DKIM_KEY_FILE, dkimKey().privateKey, { mode: 0o600 })
  const record = dkimRecord(createPrivateKey(dkimKey().privateKey))
  const keys = { DKIM_SELECTOR: 'm1', DKIM_KEY_FILE, DKIM_NEXT_SELECTOR: 'm2', DKIM_NEXT_KEY_FILE: DKIM_KEY_FILE }
  const first = { 'm1._domainkey.news.example.org': { txt: [record] } }
  const both = { ...first, 'm2._domainkey.news.example.org': { txt: [record] } }
  const database = { DATABASE_URL: 'sqlite:./does-not-exist/news.db' }

  test('everything is ok when everything is right, and no mail was sent to find out', async () => {
    await using server = await startSmtpServer()
    const settings = { ...OURS, ...keys, ...database, SMTP_URL: `smtp://david:pass@127.0.0.1:${server.port}` }
    const found = await look({ settings, table: { ...RECORDS, ...both }, insistsOnDns: true })
    const ends = [
      'spf',
      'mail-server',
      'dkim',
      'dkim-next',
      'sender-domain',
      'bounce-domain',
      'dmarc',
      'helo',
      'base-url',
      'sender',
      'postal-address',
    ]
    expect(ends.map((id) => [id, found[id]?.state])).toEqual(ends.map((id) => [id, 'ok']))
    expect(found['dkim-next']?.message).toContain('can take over')
    expect([server.connections(), server.messages.length]).toEqual([1, 0])
  })

  test('a next key that is not published yet is no fault, because the first one signs', async () => {
    const found = await look({ settings: { ...OURS, ...keys, ...database }, table: { ...RECORDS, ...first }, insistsOnDns: true })
    expect(found).toMatchObject({ dkim: { state: 'ok' }, 'dkim-next': { state: 'warning' } })
  })

  test('a key file that others can read is warned about', async () => {
    const open = join(folder, 'open.pem')
    writeFileSync(open, dkimKey().privateKey)
    chmodSync(open, 0o644)
    const settings = { ...OURS, ...database, DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: open }
    const found = await look({ settings, table: { ...RECORDS, ...first }, insistsOnDns: true })
    expect(found['dkim']).toMatchObject({ state: 'warning', message: expect.stringContaining('open.pem') as string })
  })

  test('a DNS that answers nothing leaves all of it unjudged', async () => {
    const names = [...Object.keys({ ...RECORDS, ...both }), '_dmarc.example.org', '_dmarc.org']
    const found = await look({
      settings: { ...OURS, ...keys, ...database },
      table: Object.fromEntries(names.map((name) => [name, 'silent'])),
      insistsOnDns: true,
    })
    for (const id of ['dkim', 'dkim-next', 'sender-domain', 'spf', 'dmarc', 'helo', 'base-url'])
      expect(found[id]?.state, id).toBe('not-checked')
  })
})

test('a mail server on this machine with the example’s sender and address is warned about', async () => {
  await using server = await startSmtpServer()
  const found = await look({ settings: { SMTP_URL: server.url, DATABASE_URL: 'sqlite:./does-not-exist/news.db' } })
  expect(found).toMatchObject({
    sender: { state: 'warning' },
    'postal-address': { state: 'warning' },
    'base-url': { state: 'warning' },
    'mail-server': { state: 'ok' },
    spf: { state: 'not-checked', message: expect.stringContaining('--dns') as string },
  })
})

test('a secret that was cut off, or that others can read, is noticed', async () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'broadsheet-doctor-'))
  const settings = { DATA_DIR, DATABASE_URL: 'sqlite:./does-not-exist/news.db' }
  const file = join(DATA_DIR, 'secret')
  writeFileSync(file, 'abc\n', { mode: 0o600 })
  expect(await look({ settings })).toMatchObject({ secret: { state: 'fault' } })
  writeFileSync(file, 'a'.repeat(64))
  expect(await look({ settings })).toMatchObject({ secret: { state: 'ok' } })
  chmodSync(file, 0o640)
  expect(await look({ settings })).toMatchObject({ secret: { state: 'warning' } })
})
