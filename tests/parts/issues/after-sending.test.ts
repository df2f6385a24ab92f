import { describe, expect, test } from 'vitest'
import { DELIVERY_STATES } from '../../../src/domain/delivery.ts'
import { DELIVERY_KINDS, type DeliveryKind } from '../../../src/domain/delivery-kind.ts'
import { DAY, HOUR } from '../../../src/domain/instant.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssueDeliveries, type DeliveryWish } from '../../../src/store/listings/issue-deliveries.ts'
import { findIssues } from '../../../src/store/listings/issue-calendar.ts'
import { countNews, countStates, listDomainResults, listResultsOverTime, OVER_TIME } from '../../../src/store/listings/issue-results.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, reader, topics } from '../../support/world.ts'
import { browse, worker } from '../desk/desk-site.ts'
import { AT_NOON, issueAt } from '../deliver/sending.ts'
import { openSite, sqlite } from '../web/site.ts'

const READERS = ['aiko@tokyo.example', 'kenji@tokyo.example', 'david@london.example', 'rosa@saopaulo.example', 'layla@cairo.example']

/** Issue 1, gone out to five: one was put off twice first, one refused, one mail came back, one was complained of, one reader left. */
async function send(store: Store): Promise<void> {
  await topics(store, 'world')
  await digest(store)
  await publish(store, { key: 'harbour' })
  for (const address of READERS) await reader(store, address, { hour: AT_NOON })
  await issueAt(store, 'morning', NOON)
  const settle = (id: number, state: string, at: number) =>
    store.db
      .updateTable('deliveries')
      .set({ state, settled_at: at } as never)
      .where('id', '=', id)
      .execute()
  for (const [index] of READERS.entries()) await settle(index + 1, index === 3 ? 'refused' : 'accepted', NOON + index * HOUR)
  const attempt = {
    delivery_id: 1,
    started_at: NOON,
    reply_code: 451,
    enhanced_code: null,
    reply: 'come back later',
    relay: 'mx',
    fault: null,
  }
  for (const number of [1, 2])
    await store.db
      .insertInto('attempts')
      .values({ ...attempt, number, outcome: 'deferred', ended_at: NOON + number })
      .execute()
  const news = { class: 'x', reason: 'x', follows: 'x', reply_code: null, status: null, rule: 'x', text: 'x', via: 'smtp', provider: null }
  for (const [id, kind] of [
    [1, 'failed'],
    [2, 'complaint'],
  ] as const)
    await store.db
      .insertInto('delivery_news')
      .values({ ...news, delivery_id: id, kind, heard_at: NOON + DAY })
      .execute()
  await unsubscribe(store, { subscriberId: 3, digestId: 1 }, { at: NOON + 5 * HOUR, by: 'page' })
}

describe.each(eachDatabase)('after sending, on $name', ({ url }) => {
  test('every number about an issue is that of the deliveries it leads to: by state, by domain, over time, and who left; a page takes a bounded time', async () => {
    await using store = await openWorld(await url())
    await send(store)
    const find = async (wish: Partial<DeliveryWish>): Promise<string[]> => {
      const wanted = { issueId: 1, domain: '', search: '', ...wish }
      return (await findIssueDeliveries(store, wanted, { after: 0, limit: 50, now: NOON })).deliveries.map(({ address }) => address)
    }
    expect(await countNews(store.db, 1)).toEqual({ deferred: 1, bounced: 1, complained: 1, left: 1 })
    expect(await find({ kind: 'left' })).toEqual(['david@london.example'])
    for (const [kind, count] of Object.entries(await countNews(store.db, 1)))
      expect(await find({ kind: kind as DeliveryKind }), kind).toHaveLength(count)
    const { states } = await countStates(store.db, 1)
    for (const state of DELIVERY_STATES) expect(await find({ kind: state }), state).toHaveLength(states[state] ?? 0)
    const domains = await listDomainResults(store.db, 1, 10)
    expect(domains.map(({ domain, mails }) => [domain, mails])[0]).toEqual(['tokyo.example', 2])
    for (const { domain, mails, ...counts } of domains) {
      expect(await find({ domain }), domain).toHaveLength(mails)
      for (const [kind, count] of Object.entries(counts))
        expect(await find({ domain, kind: kind as DeliveryKind }), `${domain} ${kind}`).toHaveLength(count)
    }
    const steps = await listResultsOverTime(store.db, 1, HOUR)
    expect(steps.filter(({ left }) => left === 1).map(({ at }) => at)).toEqual([NOON + 5 * HOUR])
    expect(steps.reduce((sum, step) => sum + OVER_TIME.reduce((all, kind) => all + step[kind], 0), 0)).toBe(9)
    for (const step of steps)
      for (const kind of OVER_TIME)
        expect(await find({ kind, during: { from: step.at, until: step.at + HOUR } }), `${kind} at ${String(step.at)}`).toHaveLength(
          step[kind],
        )

    // A page looks at so many deliveries and says where to go on; an address is found at once.
    const wish = { issueId: 1, domain: '', search: '', kind: 'refused' as const }
    const first = await findIssueDeliveries(store, wish, { after: 0, limit: 50, now: NOON, most: 2 })
    expect(first).toEqual({ deliveries: [], after: 2 })
    const next = await findIssueDeliveries(store, wish, { after: 2, limit: 50, now: NOON, most: 2 })
    expect(next).toMatchObject({ deliveries: [{ address: 'rosa@saopaulo.example', state: 'refused' }], after: 4 })
    expect(await findIssueDeliveries(store, wish, { after: 4, limit: 50, now: NOON, most: 2 })).toEqual({
      deliveries: [],
      after: undefined,
    })
    const all = await findIssueDeliveries(store, { ...wish, kind: undefined }, { after: 0, limit: 2, now: NOON })
    expect([all.deliveries.length, all.after]).toEqual([2, 2])
    const found = await findIssueDeliveries(
      store,
      { ...wish, kind: undefined, search: 'layla' },
      { after: 0, limit: 50, now: NOON, most: 1 },
    )
    expect(found.deliveries.map(({ address }) => address)).toEqual(['layla@cairo.example'])

    const issues = async (wish: object) => (await findIssues(store.db, { limit: 5, ...wish })).map(({ id }) => id)
    expect([await issues({ state: 'addressed', search: 'harbour' }), await issues({ before: { dueAt: NOON, id: 1 } })]).toEqual([[1], []])
  })
})

test('the numbers on an issue’s page lead to pages with just these deliveries', async () => {
  await using site = await openSite(await sqlite.url())
  await send(site.store)
  await worker(site, 'viewer')
  const viewer = browse(site)
  await viewer.signIn('viewer@example.com')
  const { body } = await viewer.get('/desk/issues/1')
  const links = [...body.matchAll(/href="(\/desk\/deliveries\?[^"]+)">(\d+)</g)].map(
    ([, link = '', count = '']) => [link.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), count] as const,
  )
  expect(links.length).toBeGreaterThan(15)
  const shown = new Set(links.map(([link]) => new URLSearchParams(link.split('?')[1]).get('state')).filter((state) => state !== null))
  expect([...shown].every((state) => (DELIVERY_KINDS as readonly string[]).includes(state))).toBe(true)
  for (const [link, count] of links)
    expect(((await viewer.get(link)).body.match(/href="\/desk\/subscribers\/\d/g) ?? []).length, link).toBe(Number(count))
  expect((await viewer.get('/desk/deliveries?issue=99')).statusCode).toBe(404)

  // Issues are found by their state and by the titles of their stories, whatever their month.
  await publish(site.store, { key: 'b', title: '100% of the harbour' }, NOON + 40 * DAY)
  await composeDigest(site.store, 'morning', NOON + 40 * DAY)
  const issuesAt = async (query: string): Promise<string[]> =>
    [...(await viewer.get(`/desk/issues?${query}`)).body.matchAll(/desk\/issues\/(\d+)"/g)].map(([, id = '']) => id)
  expect([
    await issuesAt('state=addressed'),
    await issuesAt('state=held'),
    await issuesAt('q=100%25'),
    await issuesAt('q=HARBOUR'),
  ]).toEqual([['1'], [], ['2'], ['2', '1']])
})
