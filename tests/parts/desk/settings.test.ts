import { describe, expect, test } from 'vitest'
import { loadSamples } from '../../../src/flow/load-samples.ts'
import { dkimKey } from '../../support/keys.ts'
import { digest, NOON, reader } from '../../support/world.ts'
import { settingsOver } from '../../support/settings.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { openSite, sqlite, type Site } from '../web/site.ts'
import { browse, worker } from './desk-site.ts'

const PUBLICATION = {
  ...{ SENDER_NAME: 'The River', SENDER_ADDRESS: 'news@river.example', POSTAL_ADDRESS: 'Quay 1', BASE_URL: '' },
  ...{ REPLY_TO: 'editors@river.example', PUBLICATION_LANGUAGE: 'zh' },
}

async function openDesk(): Promise<{ site: Site; admin: ReturnType<typeof browse>; stored: () => Promise<string[]> }> {
  const site = await openSite(await sqlite.url())
  await worker(site, 'admin')
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const stored = async (): Promise<string[]> =>
    (await site.store.db.selectFrom('settings').select('key').orderBy('key').execute()).map(({ key }) => key)
  return { site, admin, stored }
}

const send = (admin: ReturnType<typeof browse>, path: string, body: Record<string, string>) =>
  admin.post(`/desk/settings/${path}`, body, '/desk/account')

describe('the set-up', () => {
  test('leads from step to step, stands on the front page until it is finished, and then is left alone', async () => {
    const { site, admin } = await openDesk()
    await using _ = site
    expect((await admin.get('/desk')).body).toContain('Finish setting up')
    expect((await send(admin, 'publication', PUBLICATION)).headers.location).toBe('/desk/settings/mail-server')
    expect((await admin.get('/desk/settings')).body).toContain('The River &lt;news@river.example&gt;')
    expect((await send(admin, 'finish', {})).headers.location).toBe('/desk')
    expect((await admin.get('/desk')).body).not.toContain('Finish setting up')
    expect((await send(admin, 'publication', PUBLICATION)).headers.location).toBe('/desk/settings/publication')
    const deeds = await site.store.db
      .selectFrom('audit')
      .select(['action', 'actor'])
      .where('subject', '=', 'settings')
      .orderBy('id')
      .execute()
    expect(deeds).toEqual(['settings.change', 'set-up.finish'].map((action) => ({ action, actor: 'admin' })))
    // Clicks are counted only once somebody says so.
    expect((await admin.get('/desk/settings/publication')).body).not.toContain('value="on" selected')
    await send(admin, 'publication', { ...PUBLICATION, CLICKS: 'on' })
    expect((await admin.get('/desk/settings/publication')).body).toContain('value="on" selected')
  })

  test('says what is wrong in the words of who asks, keeps what was typed, and saves nothing', async () => {
    const { site, admin, stored } = await openDesk()
    await using _ = site
    const wrong = await send(admin, 'publication', { ...PUBLICATION, SENDER_ADDRESS: 'nobody' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Give a sender address such as news@example.com')
    expect(wrong.body).toContain('value="nobody"')
    await site.store.db.updateTable('people').set({ language: 'zh' }).execute()
    expect((await send(admin, 'publication', { ...PUBLICATION, SENDER_ADDRESS: 'nobody' })).body).toContain(
      '请（在“刊物”一步）填写自己域名下的发件地址',
    )
    expect(await stored()).toEqual([])
  })

  test('shows what the environment sets, and does not change it', async () => {
    const { site, stored } = await openDesk()
    await using _ = site
    const settings = settingsOver(site.store, { environment: { SENDER_NAME: 'The Sea', SMTP_URL: 'smtp://localhost:2525' } })
    await using fixed = await openSite(await sqlite.url(), { store: site.store, settings })
    const other = browse(fixed)
    await other.signIn('admin@example.com')
    const page = await other.get('/desk/settings/publication')
    expect(page.body).toMatch(/id="SENDER_NAME"[^>]*value="The Sea"[^>]*disabled/)
    await send(other, 'publication', PUBLICATION)
    await send(other, 'mail-server', { host: 'mail.river.example' })
    expect(await stored()).toEqual(['POSTAL_ADDRESS', 'PUBLICATION_LANGUAGE', 'REPLY_TO', 'SENDER_ADDRESS'])
    expect((await other.get('/desk/settings/mail-server')).body).toContain('localhost:2525')
  })
})

describe('a mail server', () => {
  test('is tried before it is saved; the password comes along sealed, and is never sent to another host', async () => {
    const { site, admin, stored } = await openDesk()
    await using _ = site
    await using server = await startSmtpServer()
    await using other = await startSmtpServer()
    const form = { host: '127.0.0.1', port: String(server.port), security: 'starttls', user: 'rosa', password: 'open sesame' }
    const tried = await send(admin, 'mail-server/try', form)
    expect(tried.body).toContain('It works')
    expect(server.messages.map(({ to, login }) => [to.join(), login])).toEqual([['admin@example.com', 'rosa']])
    expect(tried.body).not.toContain('sesame')
    expect(await stored()).toEqual([])
    const [, held = ''] = /name="tried" value="([^"]+)"/.exec(tried.body) ?? []
    const sealed = held.replaceAll('&#x3D;', '=')
    expect((await send(admin, 'mail-server', { ...form, password: '', tried: sealed })).statusCode).toBe(303)
    expect((await admin.get('/desk/settings/dns')).body).toMatch(/alert-success[^<]*>Saved/)
    expect(site.options.settings.current().relay).toMatchObject({ auth: { user: 'rosa', pass: 'open sesame' } })

    const elsewhere = await send(admin, 'mail-server/try', { ...form, host: 'localhost', port: String(other.port), password: '' })
    expect([elsewhere.statusCode, other.messages]).toEqual([422, []])
  })

  test('is watched step by step while it is tried, by whoever began it', async () => {
    await using server = await startSmtpServer()
    const { site, admin } = await openDesk()
    await using _ = site
    expect((await admin.get('/desk/settings/mail-server/trial')).body).toContain('Nothing is known of this trial here')
    const form = { host: '127.0.0.1', port: new URL(server.url).port, security: 'starttls', user: 'rosa', password: 'open sesame' }
    const begun = await admin.post('/desk/settings/mail-server/try', form, '/desk/account', { 'hx-request': 'true' })
    expect(begun.body).toMatch(/hx-get="\/desk\/settings\/mail-server\/trial"[^]*Trying …[^]*<progress/)
    expect(begun.body).not.toContain('<html')
    const seen = async (): Promise<string> => (await admin.get('/desk/settings/mail-server/trial')).body
    await expect.poll(seen, { timeout: 5000 }).toMatch(/It works[^]*One mail to you[^]*250 2\.0\.0 Ours now/)
    expect(await seen()).not.toContain('hx-get')
    const [, tried = ''] = /name="tried" value="([^"]+)"/.exec(await seen()) ?? []
    await send(admin, 'mail-server', { ...form, password: '', tried: tried.replaceAll('&#x3D;', '=') })
    expect(site.options.settings.current().relay).toMatchObject({ auth: { user: 'rosa', pass: 'open sesame' } })
  })

  test('that was not tried is saved with a warning, and can be taken out again', async () => {
    const { site, admin, stored } = await openDesk()
    await using _ = site
    const form = { host: '127.0.0.1', port: '2525', security: 'tls', user: '', password: '' }
    await send(admin, 'mail-server', form)
    expect((await admin.get('/desk/settings/dns')).body).toMatch(/alert-warning[^<]*>Saved, but no mail/)
    expect(site.options.settings.current().relay).toMatchObject({ port: 2525, isSecure: true })
    await send(admin, 'mail-server/forget', {})
    expect(await stored()).toEqual([])
  })

  test('elsewhere waits until sender, postal address and the address of this server are right', async () => {
    const { site, admin, stored } = await openDesk()
    await using _ = site
    const refused = await send(admin, 'mail-server', {
      host: 'mail.river.example',
      port: '587',
      security: 'starttls',
      user: '',
      password: '',
    })
    expect(refused.statusCode).toBe(422)
    for (const words of ['sender address', 'postal address', 'public https address']) expect(refused.body).toContain(words)
    expect(await stored()).toEqual([])
  })
})

test('a key is made, its record looked for, and a second one follows it', async () => {
  const { site, admin } = await openDesk()
  await using _ = site
  const answers = new Map<string, string[]>()
  const resolveTxt = (name: string): Promise<string[][]> => Promise.resolve((answers.get(name) ?? []).map((text) => [text]))
  Object.assign(site.options.settings.dns(), { resolveTxt })
  await send(admin, 'publication', PUBLICATION)
  await send(admin, 'dns/key', { selector: 'm 1' })
  expect(site.options.settings.current().dkim).toBeUndefined()
  await send(admin, 'dns/key', { selector: 'm1' })
  const page = (await admin.get('/desk/settings/dns?look=1')).body
  const value = (/id="value-dkim">([^<]+)</.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=')
  expect(value).toMatch(/^v=DKIM1; k=rsa; p=MII/)
  const strings = /<pre[^>]*>([^<]+)</.exec(page)?.[1]?.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').split('\n') ?? []
  expect(strings.map((string) => string.slice(1, -1)).join('')).toBe(value)
  expect(strings.every(({ length }) => length <= 257)).toBe(true)
  expect(page.match(/badge bg-\w+-lt">(\w+)/g)?.map((badge) => badge.slice(badge.indexOf('>') + 1))).toEqual([
    'Missing',
    'Missing',
    'Missing',
  ])

  answers.set('m1._domainkey.river.example', [value]).set('river.example', ['v=spf1 -all', 'other']).set('_dmarc.river.example', [])
  const states = async () => (await admin.get('/desk/settings/dns?look=1')).body.match(/(?<=badge bg-\w+-lt">)\w+/g)
  expect(await states()).toEqual(['Found', 'Differs', 'Missing'])
  answers.set('m1._domainkey.river.example', [dkimKey().record])
  expect((await states())?.[0]).toBe('Differs')

  await send(admin, 'dns/key', { selector: 'm2' })
  expect(site.options.settings.current()).toMatchObject({ dkim: { selector: 'm1' }, dkimNext: { selector: 'm2' } })
  await send(admin, 'dns/next', {})
  expect(site.options.settings.current()).toMatchObject({ dkim: { selector: 'm2' }, dkimNext: undefined })
})

test('first topics come from lines, with or without a short name of their own; a first digest from a name', async () => {
  const { site, admin } = await openDesk()
  await using _ = site
  await send(admin, 'topics', { lines: 'World news\n国际新闻 | china\n文化\n', language: 'zh' })
  const topics = await site.store.db.selectFrom('topics').select(['slug', 'names']).orderBy('id').execute()
  expect(topics).toEqual([
    { slug: 'world-news', names: '{"zh":"World news"}' },
    { slug: 'china', names: '{"zh":"国际新闻"}' },
    { slug: 'topic-1', names: '{"zh":"文化"}' },
  ])
  const again = await send(admin, 'topics', { lines: 'World news\nSport', language: 'en' })
  expect([again.statusCode, again.body.includes('There is a topic &quot;world-news&quot; already')]).toEqual([422, true])
  expect((await send(admin, 'digest', { name: 'Morning', language: 'en', hour: '07:00', zone: 'nowhere', 'day-1': 'on' })).statusCode).toBe(
    422,
  )
  const made = await send(admin, 'digest', {
    name: 'Morning',
    language: 'en',
    hour: '07:00',
    zone: 'Asia/Tokyo',
    'day-1': 'on',
    approval: 'person',
  })
  expect(made.headers.location).toBe('/desk/settings')
  const digest = await site.store.db.selectFrom('digests').select(['slug', 'approval', 'zone', 'minute']).executeTakeFirst()
  expect(digest).toMatchObject({ slug: 'morning', approval: 'person', zone: 'Asia/Tokyo', minute: 420 })
})

test('what a new installation was filled with is taken out before real readers come; what is one’s own stays', async () => {
  const { site, admin } = await openDesk()
  await using _ = site
  expect((await admin.get('/desk/settings')).body).not.toContain('Take the samples out')
  await loadSamples({ store: site.store, publication: site.options.publication }, NOON - 3_600_000)
  await send(admin, 'topics', { lines: 'World', language: 'en' })
  await digest(site.store, { slug: 'own' })
  await reader(site.store, 'layla@alexandria.example', { digest: 'own' })
  expect((await admin.get('/desk/settings')).body).toMatch(/5 sample readers and \d+ sample stories are still here/)
  await send(admin, 'samples', {})
  expect((await admin.get('/desk/settings')).body).not.toContain('Take the samples out')
  expect(await site.store.db.selectFrom('subscribers').select('address').execute()).toEqual([{ address: 'layla@alexandria.example' }])
  expect(await site.store.db.selectFrom('briefings').select('state').distinct().execute()).toEqual([{ state: 'withdrawn' }])
  const offered = await site.store.db.selectFrom('digests').select('slug').where('public', '=', 1).execute()
  expect(offered.map(({ slug }) => slug)).toEqual(['own'])
})
