import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFurnished } from '../desk/furnished-site.ts'
import { listen, type Site } from '../web/site.ts'
import { keyOf } from './api-site.ts'

type Answer = { data?: unknown; error?: { status: number; title: string }; response: Response }
type Call = (options?: Record<string, unknown>) => Promise<Answer>
type Sdk = Record<string, Call>

let site: Site
let listening: Awaited<ReturnType<typeof listen>>
let sdk: Sdk

/** A client as any team would make one: from the document alone, by a generator that knows nothing of us. */
async function generateClient(document: object): Promise<{ sdk: Sdk; client: { setConfig: (config: object) => void } }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-client-'))
  const input = join(folder, 'openapi.json')
  writeFileSync(input, JSON.stringify(document))
  const output = { path: join(folder, 'client'), module: { extension: '.ts' } }
  await createClient({
    input,
    output,
    logs: { level: 'silent' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  })
  const from = (file: string): Promise<unknown> => import(/* @vite-ignore */ join(folder, 'client', file))
  const { client } = (await from('client.gen.ts')) as { client: { setConfig: (config: object) => void } }
  return { sdk: (await from('sdk.gen.ts')) as Sdk, client }
}

beforeAll(async () => {
  site = await openFurnished()
  listening = await listen(site)
  const document = (await (await fetch(new URL('api/v1/docs/json', listening.url))).json()) as object
  const made = await generateClient(document)
  made.client.setConfig({ baseUrl: listening.url.replace(/\/$/, ''), auth: await keyOf(site, 'admin') })
  sdk = made.sdk
}, 60_000)

afterAll(async () => {
  await listening[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

const call = (name: string): Call => {
  const found = sdk[name]
  if (!found) throw new Error(`The client has no ${name}. It has: ${Object.keys(sdk).join(', ')}`)
  return found
}

test('a generated client makes a topic, renames it, and is told of somebody else’s change', async () => {
  const made = await call('createTopic')({ body: { slug: 'energy', names: { en: 'Energy', zh: '能源' } } })
  expect(made.response.status).toBe(201)
  const read = await call('getTopic')({ path: { slug: 'energy' } })
  expect(read.data).toMatchObject({ slug: 'energy', names: { en: 'Energy', zh: '能源' } })
  const etag = read.response.headers.get('etag') ?? ''
  const rename = (names: object, tag: string) =>
    call('updateTopic')({ path: { slug: 'energy' }, body: { names }, headers: { 'if-match': tag } })
  expect((await rename({ en: 'Power' }, etag)).data).toMatchObject({ names: { en: 'Power' } })
  expect((await rename({ en: 'Too late' }, etag)).error).toMatchObject({ status: 412 })
  const again = await call('getTopic')({ path: { slug: 'energy' }, headers: { 'if-none-match': '*' } })
  expect(again.response.status).toBe(304)
})

test('it subscribes a reader, finds and pauses the subscription, and ends it', async () => {
  const chosen = { digest: 'morning', topics: ['world'], zone: 'Africa/Cairo', hour: '07:00', languages: ['ar', 'en'] }
  const made = await call('createSubscription')({ body: { address: 'layla@cairo.example', name: 'Layla', ...chosen } })
  expect(made.data).toMatchObject({
    address: 'layla@cairo.example',
    subscriptions: [{ hour: '07:00', zone: 'Africa/Cairo', state: 'active' }],
  })
  const { id } = made.data as { id: number }
  const found = await call('listSubscribers')({ query: { search: 'layla', zone: 'Africa/Cairo' } })
  expect(found.data).toMatchObject({ items: [{ id, address: 'layla@cairo.example' }], next: null })
  const path = { id, slug: 'morning' }
  const until = '2026-04-01T00:00:00.000Z'
  expect((await call('pauseSubscription')({ path, body: { until } })).data).toMatchObject({
    pausedUntil: until,
  })
  const moved = await call('updateSubscription')({ path, body: { hour: '06:30' } })
  expect(moved.data).toMatchObject({ hour: '06:30', zone: 'Africa/Cairo', topics: ['world'], languages: ['ar', 'en'] })
  expect((await call('endSubscription')({ path })).data).toMatchObject({ state: 'ended', endedBy: 'person' })
  expect((await call('updateSubscription')({ path, body: { hour: '08:00' } })).error).toMatchObject({
    status: 409,
  })
})

test('it delivers a briefing, turns the pages of a list, and is told precisely what is wrong with another', async () => {
  const text = (title: string): string => `---\ntitle: ${title}\ntopics: [world]\nlanguage: en\n---\n\nA paragraph.\n`
  const deliver = (key: string, said: string) => call('createBriefing')({ body: { key, text: said } })
  for (const key of ['one', 'two', 'three'])
    expect((await deliver(key, text(`Story ${key}`))).data).toMatchObject({ verdict: 'new', state: 'published' })
  expect((await deliver('one', text('Story one'))).data).toMatchObject({ verdict: 'unchanged' })
  const refused = await deliver('four', '---\ntitle: Four\ntopics: [nothing]\nlanguage: en\n---\n\nText.\n')
  expect(refused.error).toMatchObject({
    status: 422,
    errors: [{ message: expect.stringContaining('There is no topic "nothing"') as string }],
  })

  const titles: string[] = []
  for (let after: string | undefined, pages = 0; pages < 10; pages++) {
    const { data } = await call('listBriefings')({ query: { limit: 2, ...(after !== undefined && { after }) } })
    const { items, next } = data as { items: { title: string }[]; next: string | null }
    titles.push(...items.map(({ title }) => title))
    if (next === null) break
    after = next
  }
  expect(titles).toEqual(['Story three', 'Story two', 'Story one', 'The story of ukraine'])
})

test('what was sent again under one Idempotency-Key is done once, whatever the way of the first answer', async () => {
  const suppress = (address: string, word: string) =>
    call('createSuppression')({ body: { address, note: 'asked by phone' }, headers: { 'idempotency-key': word } })
  const [first, second] = await Promise.all([suppress('rosa@saopaulo.example', 'a-word'), suppress('rosa@saopaulo.example', 'a-word')])
  const statuses = [first.response.status, second.response.status].toSorted((one, other) => one - other)
  expect(statuses).toSatisfy((both: number[]) => both[0] === 201 && (both[1] === 201 || both[1] === 409))
  const replayed = await suppress('rosa@saopaulo.example', 'a-word')
  expect([replayed.response.status, replayed.response.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
  expect(replayed.data).toEqual(first.data ?? second.data)
  expect((await suppress('david@london.example', 'a-word')).error).toMatchObject({ status: 422 })
  const log = await site.store.db.selectFrom('audit').selectAll().where('action', '=', 'suppression.add').execute()
  expect(log.map(({ actor }) => actor)).toEqual([expect.stringMatching(/^key \d+: admin's script$/) as string])
})

test('it takes a yes back before a mail has left, and holds an issue with a reason', async () => {
  const move = (body: object) => call('moveIssue')({ path: { id: 1 }, body })
  expect((await move({ move: 'hold', why: 'a doubt about the numbers' })).data).toMatchObject({
    heldReason: expect.stringMatching(/admin's script holds it: a doubt about the numbers$/) as string,
  })
  expect((await move({ move: 'hold' })).error).toMatchObject({ status: 409, detail: 'It is held already.' })
  expect((await call('resumeIssue')({ path: { id: 1 } })).data).toMatchObject({ heldAt: null })
  expect((await move({ move: 'unapprove' })).data).toMatchObject({ state: 'draft', partsHash: null })
  expect((await call('approveIssue')({ path: { id: 1 } })).data).toMatchObject({ state: 'approved' })
})

test('it makes a webhook and a key, reads the secret, stops the one and ends the other', async () => {
  const wanted = { name: 'Other', url: 'https://example.com/other', events: ['issue.sent'] }
  const made = await call('createHook')({ body: wanted })
  expect(made.data).toMatchObject({ ...wanted, state: 'active', waiting: 0 })
  const path = { id: (made.data as { id: number }).id }
  expect((await call('getHookSecret')({ path })).data).toEqual({ secret: expect.stringMatching(/^whsec_/) as string })
  expect((await call('listHookPosts')({ path })).data).toEqual({ items: [], next: null })
  expect((await call('updateHook')({ path, body: { state: 'stopped' } })).data).toMatchObject({ state: 'stopped' })
  expect((await call('replayHookPost')({ path: { ...path, post: 99 } })).error).toMatchObject({ status: 404 })

  const key = await call('createKey')({ body: { name: 'Nightly', scopes: ['read'] } })
  expect(key.data).toMatchObject({ key: expect.stringMatching(/^bs_/) as string })
  const { id } = key.data as { id: number }
  expect((await call('listKeys')({ query: { search: 'night' } })).data).toMatchObject({ items: [{ id, scopes: ['read'], endedAt: null }] })
  const again = await call('createKey')({ body: { name: 'Twice', scopes: ['read'] }, headers: { 'idempotency-key': 'k' } })
  expect(again.error).toMatchObject({ status: 400 })
  expect((await call('endKey')({ path: { id } })).response.status).toBe(204)
  expect((await call('endKey')({ path: { id } })).error).toMatchObject({ status: 404 })
})

test('every operation has a name that a person would call it by', () => {
  const names = Object.keys(sdk)
  expect(names.length).toBeGreaterThan(45)
  expect(names.filter((name) => !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(name) || name.includes('ApiV1'))).toEqual([])
})
