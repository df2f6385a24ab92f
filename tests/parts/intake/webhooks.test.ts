import { generateKeyPairSync } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/domain/instant.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { webhookReaders, type WebhookSettings } from '../../../src/mail/webhooks/webhook-readers.ts'
import { buildServer } from '../../../src/web/build-server.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { openSending, type Sending } from '../deliver/sending.ts'
import { mailgunPost, payload, postmarkPost, sendGridPost, sesPost, SETTINGS, snsPost, type Post } from './provider-posts.ts'
import { optionsOver } from '../web/site.ts'
import { snsCertificate } from './sns-certificate.ts'

const NOW = NOON + HOUR
const AIKO = 'aiko@tokyo.example'

type World = Sending & {
  web: FastifyInstance
  /** The address, the Message-ID and the metadata of Aiko's delivery. */
  mail: { from: string; messageId: string; token: string }
  fetched: string[]
  post: (wanted: Post) => Promise<number>
}

type Options = { settings?: WebhookSettings; served?: string | null }

/** A mail to Aiko has been accepted at noon; an hour later a provider has something to say. `served` is what the hosts of Amazon give out. */
async function openWebhooks(url: string, { settings = SETTINGS, served = snsCertificate.cert }: Options = {}): Promise<World> {
  const sending = await openSending(url, { readers: [AIKO, 'david@london.example'] })
  await sending.run()
  const [first] = (await sending.deliveries()).toSorted((a, b) => a.subscriber_id - b.subscriber_id)
  const id = (first?.id ?? 0).toString(36)
  const fetched: string[] = []
  const fetchSmall = async ({ href }: URL): Promise<string | undefined> => {
    fetched.push(href)
    return served ?? undefined
  }
  const web = await buildServer({
    ...optionsOver(sending.store, { clock: () => NOW, catcher: false }),
    webhooks: webhookReaders(settings, fetchSmall),
  })
  const mail = {
    from: bounceAddress(first?.id ?? 0, PUBLICATION),
    messageId: `<${id}.${PUBLICATION.sign('message-id', id)}@broadsheet.example>`,
    token: `${id}-${PUBLICATION.sign('bounce', id)}`,
  }
  const post = async (wanted: Post): Promise<number> => (await web.inject({ method: 'POST', ...wanted })).statusCode
  const close = async (): Promise<void> => {
    await web.close()
    await sending[Symbol.asyncDispose]()
  }
  return { ...sending, web, mail, fetched, post, [Symbol.asyncDispose]: close }
}

const suppressed = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('suppressions').select(['canonical', 'reason']).orderBy('canonical').execute()).map(
    ({ canonical, reason }) => `${canonical}: ${reason}`,
  )

const newsIn = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('delivery_news').select(['kind', 'provider']).orderBy('id').execute()).map(
    ({ kind, provider }) => `${kind} by ${provider ?? 'nobody'}`,
  )

const unmatchedIn = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('unmatched_reports').select('why').orderBy('id').execute()).map(({ why }) => why)

const envelope = (sender: string) => ({ envelope: { sender } })
const metadata = (delivery: string) => ({ Metadata: { delivery } })

const DEAD: [string, (mail: World['mail']) => Post][] = [
  ['Amazon SES, signed as version 1', ({ from }) => sesPost('ses-bounce', from, { version: '1' })],
  ['Amazon SES, signed as version 2', ({ from }) => sesPost('ses-bounce', from)],
  ['SendGrid', ({ messageId }) => sendGridPost(['bounce'], messageId, { at: NOW })],
  ['SendGrid, which does not even try', ({ messageId }) => sendGridPost(['dropped'], messageId, { at: NOW })],
  ['Postmark', ({ token }) => postmarkPost('postmark-bounce', metadata(token))],
  ['Mailgun, which does not even try', ({ from }) => mailgunPost('mailgun-failed-permanent', envelope(from), { at: NOW })],
]

const COMPLAINTS: [string, (mail: World['mail']) => Post][] = [
  ['Amazon SES', ({ from }) => sesPost('ses-complaint', from)],
  ['SendGrid', ({ messageId }) => sendGridPost(['spamreport'], messageId, { at: NOW })],
  ['SendGrid, of somebody who leaves there', ({ messageId }) => sendGridPost(['unsubscribe'], messageId, { at: NOW })],
  ['Postmark', ({ token }) => postmarkPost('postmark-spam-complaint', metadata(token))],
  ['Postmark, of somebody who leaves there', ({ token }) => postmarkPost('postmark-subscription-change', metadata(token))],
  [
    'Mailgun',
    ({ messageId }) => mailgunPost('mailgun-complained', { message: { headers: { 'message-id': messageId.slice(1, -1) } } }, { at: NOW }),
  ],
]

const HARMLESS: [string, (mail: World['mail']) => Post, string[]][] = [
  ['a mail that arrived, by Amazon SES', ({ from }) => sesPost('ses-delivery', from), ['delivered by ses']],
  [
    'a mail that arrived, was put off and opened, by SendGrid',
    ({ messageId }) => sendGridPost(['processed', 'deferred', 'delivered', 'open'], messageId, { at: NOW }),
    ['delayed by sendgrid', 'delivered by sendgrid'],
  ],
  [
    'a mail that is still being tried, by Mailgun',
    ({ from }) => mailgunPost('mailgun-failed-temporary', envelope(from), { at: NOW }),
    ['delayed by mailgun'],
  ],
  ['a vacation reply, by Postmark', ({ token }) => postmarkPost('postmark-bounce', { ...metadata(token), Type: 'AutoResponder' }), []],
  [
    'a subscription taken back, by Postmark',
    ({ token }) => postmarkPost('postmark-subscription-change', { ...metadata(token), SuppressSending: false }),
    [],
  ],
]

describe.each(eachDatabase)('the webhooks of mail providers on $name', ({ url }) => {
  test.each(DEAD)('a dead address is suppressed by %s, and counts once', async (_, postOf) => {
    await using world = await openWebhooks(await url())
    expect(await world.post(postOf(world.mail))).toBe(200)
    expect(await suppressed(world)).toEqual([`${AIKO}: hard`])
    expect(await world.post(postOf(world.mail))).toBe(200)
    expect(await newsIn(world)).toHaveLength(1)
  })
})

const [first] = eachDatabase
const url = (): Promise<string> => first?.url() ?? Promise.reject(new Error('There is no database to test on'))

describe('the webhooks of mail providers', () => {
  test.each(COMPLAINTS)('a complaint is heard from %s', async (_, postOf) => {
    await using world = await openWebhooks(await url())
    expect(await world.post(postOf(world.mail))).toBe(200)
    expect(await suppressed(world)).toEqual([`${AIKO}: complaint`])
  })

  test.each(HARMLESS)('%s suppresses nobody', async (_, postOf, news) => {
    await using world = await openWebhooks(await url())
    expect(await world.post(postOf(world.mail))).toBe(200)
    expect(await suppressed(world)).toEqual([])
    expect(await newsIn(world)).toEqual(news)
  })

  test.each([
    ['Amazon SES', () => sesPost('ses-bounce', 'john@example.com')],
    ['SendGrid', () => sendGridPost(['bounce', 'spamreport'], '<14c5d75ce93.dfd.64b469@ismtpd-555>', { at: NOW })],
    ['Postmark', () => postmarkPost('postmark-bounce', { Email: AIKO })],
    ['Mailgun', () => mailgunPost('mailgun-complained', { recipient: AIKO }, { at: NOW })],
  ])('%s alone says nothing of a reader: without a token of ours it changes nothing, and is kept for a person', async (_, postOf) => {
    await using world = await openWebhooks(await url())
    expect(await world.post(postOf())).toBe(200)
    expect(await suppressed(world)).toEqual([])
    expect(new Set(await unmatchedIn(world))).toEqual(new Set(['nobody-named']))
  })

  // What is refused changes nothing, so one world does for all of it.
  let shared: World
  beforeAll(async () => {
    shared = await openWebhooks(await url())
  })
  afterAll(() => shared[Symbol.asyncDispose]())
  const others = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const changed = (post: Post, from: string, to: string): Post => ({ ...post, payload: post.payload.replaceAll(from, to) })

  test.each<[string, (mail: World['mail']) => Post]>([
    ['another key, as Amazon SES', ({ from }) => sesPost('ses-bounce', from, { key: rsa })],
    ['a changed text, as Amazon SES', ({ from }) => changed(sesPost('ses-bounce', from), '5.1.1', '5.2.2')],
    [
      'no signature, as Amazon SES',
      ({ from }) => ({ ...sesPost('ses-bounce', from), payload: JSON.stringify({ ...payload('ses-bounce'), mail: { source: from } }) }),
    ],
    [
      'another topic, as Amazon SES',
      () => snsPost({ ...payload('sns-notification'), TopicArn: 'arn:aws:sns:us-east-1:999999999999:reports' }),
    ],
    ['another key, as SendGrid', ({ messageId }) => sendGridPost(['bounce'], messageId, { at: NOW, key: others })],
    ['a changed text, as SendGrid', ({ messageId }) => changed(sendGridPost(['bounce'], messageId, { at: NOW }), 'unknown', 'another')],
    ['a time long ago, as SendGrid', ({ messageId }) => sendGridPost(['bounce'], messageId, { at: NOW - 2 * DAY })],
    ['a time to come, as SendGrid', ({ messageId }) => sendGridPost(['bounce'], messageId, { at: NOW + HOUR })],
    [
      'another password, as Postmark',
      ({ token }) => postmarkPost('postmark-bounce', metadata(token), { user: 'postmark', password: 'guessed' }),
    ],
    [
      'another key, as Mailgun',
      ({ from }) => mailgunPost('mailgun-failed-permanent', envelope(from), { at: NOW, key: 'key-of-somebody-else' }),
    ],
    ['a time long ago, as Mailgun', ({ from }) => mailgunPost('mailgun-failed-permanent', envelope(from), { at: NOW - DAY })],
    ['no JSON', () => ({ url: '/reports/mailgun', headers: { 'content-type': 'application/json' }, payload: '{' })],
    ['nothing at all', () => ({ url: '/reports/postmark', headers: {}, payload: '' })],
  ])('%s is refused and changes nothing', async (_, postOf) => {
    expect(await shared.post(postOf(shared.mail))).toBe(403)
    expect(await suppressed(shared)).toEqual([])
    expect(await newsIn(shared)).toEqual([])
  })

  test('Mailgun signs no event: a token is good for one event alone', async () => {
    await using world = await openWebhooks(await url())
    const { messageId, from } = world.mail
    expect(await world.post(mailgunPost('mailgun-failed-temporary', envelope(from), { at: NOW }))).toBe(200)
    expect(await world.post(mailgunPost('mailgun-failed-temporary', envelope(from), { at: NOW }))).toBe(200)
    const altered = { event: 'complained', message: { headers: { 'message-id': messageId } } }
    expect(await world.post(mailgunPost('mailgun-failed-temporary', altered, { at: NOW }))).toBe(403)
    expect(await suppressed(world)).toEqual([])
  })

  test('a subscription to a topic of ours is confirmed, once its signature holds, on the host of the topic alone', async () => {
    await using world = await openWebhooks(await url())
    const asked = payload('sns-subscription-confirmation')
    expect(await world.post(snsPost(asked))).toBe(200)
    expect(world.fetched).toEqual([asked['SigningCertURL'], asked['SubscribeURL']])
    expect(await world.post(snsPost(asked, { key: rsa }))).toBe(403)
    expect(await world.post(snsPost({ ...asked, SubscribeURL: 'https://evil.example/?Action=ConfirmSubscription' }))).toBe(403)
    expect(world.fetched).toHaveLength(2)
  })

  test.each([
    'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://evil.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://attacker.s3.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    'https://sns.us-east-1.amazonaws.com/../evil.pem',
    'https://169.254.169.254/latest/meta-data',
    'not an address',
  ])('no certificate is asked for at %s', async (certificate) => {
    shared.fetched.length = 0
    expect(await shared.post(snsPost({ ...payload('sns-notification'), SigningCertURL: certificate }))).toBe(403)
    expect(shared.fetched).toEqual([])
  })

  test('a certificate is fetched once, and one that cannot be had lets the provider try again', async () => {
    await using world = await openWebhooks(await url())
    for (let times = 0; times < 3; times++) expect(await world.post(sesPost('ses-delivery', world.mail.from))).toBe(200)
    expect(world.fetched).toHaveLength(1)
    await using offline = await openWebhooks(await url(), { served: null })
    expect(await offline.post(sesPost('ses-bounce', offline.mail.from))).toBe(503)
    await using wrong = await openWebhooks(await url(), { served: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' })
    expect(await wrong.post(sesPost('ses-bounce', wrong.mail.from))).toBe(503)
    expect(await suppressed(wrong)).toEqual([])
  })

  test('while the store is away the provider is told to try again, and then nothing is lost', async () => {
    await using world = await openWebhooks(await url())
    await world.store.db.schema.alterTable('delivery_news').renameTo('elsewhere').execute()
    expect(await world.post(sesPost('ses-bounce', world.mail.from))).toBe(503)
    await world.store.db.schema.alterTable('elsewhere').renameTo('delivery_news').execute()
    expect(await world.post(sesPost('ses-bounce', world.mail.from))).toBe(200)
    expect(await suppressed(world)).toEqual([`${AIKO}: hard`])
  })

  test('providers that are not set do not exist, and none can be reached by GET', async () => {
    const settings = { sesTopics: [], sendGridKey: undefined, postmark: undefined, mailgunKey: SETTINGS.mailgunKey }
    await using world = await openWebhooks(await url(), { settings })
    for (const name of ['ses', 'sendgrid', 'postmark', 'constructor', '__proto__'])
      expect(await world.post({ url: `/reports/${name}`, headers: {}, payload: '{}' })).toBe(404)
    expect((await world.web.inject({ method: 'GET', url: '/reports/mailgun' })).statusCode).toBe(404)
  })

  test('nobody may send more than a megabyte', async () => {
    await using world = await openWebhooks(await url())
    expect(await world.post({ ...postmarkPost('postmark-bounce', {}), payload: 'x'.repeat(1_000_001) })).toBe(413)
  })

  test('nobody may post without end', async () => {
    await using world = await openWebhooks(await url())
    const wanted = { url: '/reports/mailgun', headers: {}, payload: '{}' }
    let code = 0
    for (let times = 0; times <= 3_000 && code !== 429; times++) code = await world.post(wanted)
    expect(code).toBe(429)
  })
})
