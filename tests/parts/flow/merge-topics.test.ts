import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergedMute } from '../../../src/domain/merged-mute.ts'
import { acceptBriefing } from '../../../src/flow/accept-briefing.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { editTopic } from '../../../src/flow/edit-topic.ts'
import { mergeTopics, planMerge } from '../../../src/flow/merge-topics.ts'
import { muteTopic } from '../../../src/flow/mute-topic.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { idsOf } from '../../../src/store/subscriptions.ts'
import { findTopic, listTopics } from '../../../src/store/topics.ts'
import { eachDatabase } from '../../support/databases.ts'
import { briefing, digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const TESTS = { id: null, name: 'tests' }
const SLUGS = ['world', 'news', 'sport', 'art']

const merge = async (store: Store, from = 'news', into = 'world') => {
  const merged = await mergeTopics(store, { from, into }, TESTS, NOON)
  if (!merged.ok) throw new Error(JSON.stringify(merged))
  return merged
}

async function chosen(store: Store): Promise<{ topics: number[]; state: string }[]> {
  const rows = await store.db.selectFrom('subscriptions').select(['topics', 'state']).orderBy('id').execute()
  return rows.map(({ topics, state }) => ({ topics: idsOf(topics), state }))
}

const aReader = fc.record({
  follows: fc.subarray([1, 2, 3, 4], { minLength: 1 }),
  mutes: fc.uniqueArray(fc.record({ topicId: fc.constantFrom(1, 2, 3), until: fc.constantFrom(null, NOON + 5, NOON + 9) }), {
    selector: ({ topicId }) => topicId,
  }),
  hasLeft: fc.boolean(),
})

describe.each(eachDatabase)('merging a topic into another on $name', ({ url }) => {
  test('loses nobody’s subscription, whatever they follow and mute', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aReader, { minLength: 1, maxLength: 6 }), async (readers) => {
        await using store = await openWorld(await url())
        await topics(store, ...SLUGS)
        await digest(store)
        for (const [index, one] of readers.entries()) {
          const slugs = one.follows.map((id) => SLUGS[id - 1] ?? '')
          await reader(store, `r${index}@example.com`, { topics: slugs })
          for (const { topicId, until } of one.mutes)
            await store.db
              .insertInto('topic_mutes')
              .values({ subscriber_id: index + 1, topic_id: topicId, since: NOON, until })
              .execute()
          if (one.hasLeft) await unsubscribe(store, { subscriberId: index + 1, digestId: 1 }, { by: 'page', at: NOON })
        }
        await merge(store)
        const after = await chosen(store)
        expect(after.map(({ topics }) => topics)).toEqual(
          readers.map(({ follows }) => [...new Set(follows.map((id) => (id === 2 ? 1 : id)))].sort((a, b) => a - b)),
        )
        const active = after.map(({ state }) => state === 'active')
        const mutes = await store.db.selectFrom('topic_mutes').select(['subscriber_id', 'topic_id', 'until']).execute()
        for (const [index, { follows, mutes: had }] of readers.entries()) {
          const heard = (id: number) => ({
            isFollowed: active[index] === true && follows.includes(id),
            mutedUntil: had.find(({ topicId }) => topicId === id)?.until,
          })
          const own = mutes.filter((mute) => mute.subscriber_id === index + 1)
          expect(own.find((mute) => mute.topic_id === 1)?.until).toEqual(mergedMute(heard(2), heard(1)))
          expect(own.find((mute) => mute.topic_id === 3)?.until).toEqual(had.find(({ topicId }) => topicId === 3)?.until)
          expect(own.some((mute) => mute.topic_id === 2)).toBe(false)
        }
      }),
      { numRuns: 8 },
    )
  })

  test('carries briefings, digests, parts and names along; what comes again is known again', async () => {
    await using store = await openWorld(await url())
    await topics(store, ...SLUGS)
    await digest(store, { topics: ['news'] })
    await reader(store, 'aiko@example.com', { topics: ['news'] })
    await editTopic(store, { topic: 'art', edit: { parent: 'news' } }, TESTS, NOON)
    await publish(store, { key: 'story', topics: ['news'] })
    const planned = await planMerge(store.db, { from: 'news', into: 'world' })
    expect(planned).toMatchObject({ ok: true, counts: { subscriptions: 1, followBoth: 0, briefings: 1, digests: 1, children: 1 } })
    await merge(store)
    expect((await findTopic(store.db, 'art'))?.parentId).toBe(1)
    expect(await findTopic(store.db, 'news')).toMatchObject({ slug: 'world', formerly: ['news'] })
    expect((await listTopics(store.db)).map(({ slug }) => slug)).not.toContain('news')
    const again = { draft: briefing({ key: 'story', topics: ['news'] }), source: 'tests', asDraft: false }
    expect(await acceptBriefing(store, again, NOON)).toMatchObject({ verdict: 'unchanged' })
    const composed = await composeDigest(store, 'morning', NOON)
    if (!composed?.ok) throw new Error(JSON.stringify(composed))
    await approveIssue(store, { issueId: composed.issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
    const issue = await findIssue(store.db, composed.issueId)
    if (!issue) throw new Error('gone')
    await addressIssue(store, issue, { now: NOON })
    expect(await store.db.selectFrom('deliveries').select('topics').execute()).toEqual([{ topics: '1' }])
    const deed = await store.db.selectFrom('audit').select(['action', 'subject']).where('action', '=', 'topic.merge').execute()
    expect(deed).toEqual([{ action: 'topic.merge', subject: 'topic:news' }])
  })

  test('waits while an issue is approved and still finds its readers', async () => {
    await using store = await openWorld(await url())
    await topics(store, ...SLUGS)
    await digest(store)
    await reader(store, 'aiko@example.com', { topics: ['news'] })
    await publish(store, { key: 'story', topics: ['news'] })
    const composed = await composeDigest(store, 'morning', NOON)
    if (!composed?.ok) throw new Error(JSON.stringify(composed))
    await approveIssue(store, { issueId: composed.issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
    expect(await mergeTopics(store, { from: 'news', into: 'world' }, TESTS, NOON)).toMatchObject({ ok: false, reason: 'issue-between' })
    expect(await chosen(store)).toEqual([{ topics: [2], state: 'active' }])
  })

  test('refuses itself, what is not there, and what would be a part of itself', async () => {
    await using store = await openWorld(await url())
    await topics(store, ...SLUGS)
    await editTopic(store, { topic: 'sport', edit: { parent: 'news' } }, TESTS, NOON)
    await editTopic(store, { topic: 'art', edit: { parent: 'sport' } }, TESTS, NOON)
    const refused = async (from: string, into: string) => mergeTopics(store, { from, into }, TESTS, NOON)
    expect(await refused('news', 'news')).toMatchObject({ reason: 'same' })
    expect(await refused('news', 'nowhere')).toMatchObject({ reason: 'unknown' })
    expect(await refused('news', 'art')).toMatchObject({ reason: 'circle' })
    await merge(store, 'news', 'sport')
    expect(await findTopic(store.db, 'sport')).toMatchObject({ parentId: null })
    expect(await findTopic(store.db, 'art')).toMatchObject({ parentId: 3 })
  })
})

describe.each(eachDatabase)('editing a topic on $name', ({ url }) => {
  test('a new slug is found by the old one, a circle of parents and a taken slug are refused', async () => {
    await using store = await openWorld(await url())
    await topics(store, ...SLUGS)
    const edit = (topic: string, wanted: Parameters<typeof editTopic>[1]['edit']) => editTopic(store, { topic, edit: wanted }, TESTS, NOON)
    expect(await edit('world', { slug: 'globe', names: { en: 'Globe', zh: '全球' }, lines: { en: 'All of it.' } })).toMatchObject({
      ok: true,
      topic: { slug: 'globe', formerly: ['world'], lines: { en: 'All of it.' } },
    })
    expect(await edit('world', { position: 3 })).toMatchObject({ topic: { slug: 'globe', position: 3 } })
    expect(told(await edit('news', { slug: 'globe' }))).toMatchObject({
      ok: false,
      message: expect.stringContaining('another topic "globe"') as string,
    })
    await edit('news', { parent: 'world' })
    expect(told(await edit('globe', { parent: 'news' }))).toMatchObject({
      ok: false,
      message: expect.stringContaining('part of itself') as string,
    })
    expect(await edit('news', { parent: null })).toMatchObject({ topic: { parentId: null } })
    expect((await store.db.selectFrom('audit').select('action').execute()).every(({ action }) => action === 'topic.edit')).toBe(true)
  })
})

test('a mute by the reader’s own verb is carried too', async () => {
  const [first] = eachDatabase
  await using store = await openWorld((await first?.url()) ?? '')
  await topics(store, ...SLUGS)
  await digest(store)
  await reader(store, 'aiko@example.com', { topics: ['news'] })
  await muteTopic(store, { subscriberId: 1, by: 'page', now: NOON }, { topicId: 2, until: null })
  await merge(store)
  expect(await store.db.selectFrom('topic_mutes').select(['topic_id', 'until']).execute()).toEqual([{ topic_id: 1, until: null }])
})
