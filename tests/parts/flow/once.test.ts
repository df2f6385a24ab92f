import { describe, expect, test } from 'vitest'
import { DAY, HOUR, type Instant } from '../../../src/domain/instant.ts'
import { listPositions } from '../../../src/domain/positions.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { addTopic } from '../../../src/flow/add-topic.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { muteTopic, unmuteTopic } from '../../../src/flow/mute-topic.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { retryDeliveries } from '../../../src/flow/retry-deliveries.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { oweLateStories } from '../../../src/store/late-deliveries.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'

const AIKO = 'aiko@tokyo.example'
const raise = (_: unknown, error: unknown): never => {
  throw error
}

/** Cuts an issue of a digest, approves and addresses it. */
async function issue(store: Store, slug: string, now: Instant): Promise<void> {
  await composeDigest(store, slug, now)
  await approveDue(store, PUBLICATION, now, raise)
  await addressDue(store, now, raise)
}

/** The stories of each delivery to the first reader, by their keys, issue after issue. */
async function mails(store: Store): Promise<string[][]> {
  const deliveries = await store.db.selectFrom('deliveries').selectAll().where('subscriber_id', '=', 1).orderBy('issue_id').execute()
  const stories = await store.db
    .selectFrom('issue_stories')
    .innerJoin('briefings', 'briefings.id', 'briefing_id')
    .select(['issue_id', 'position', 'key'])
    .execute()
  return deliveries.map((delivery) =>
    listPositions(delivery).map(
      (position) => stories.find((story) => story.issue_id === delivery.issue_id && story.position === position)?.key ?? '?',
    ),
  )
}

/** Every mail to the first reader that waits comes to this end. */
const settle = (store: Store, state: 'accepted' | 'withheld', reason: string | null = null) =>
  store.db.updateTable('deliveries').set({ state, reason, settled_at: NOON }).where('state', '=', 'queued').execute()

const aiko = { subscriberId: 1, by: 'page' as const }

describe.each(eachDatabase)('each story once, on $name', ({ url }) => {
  test('a story on two topics mailed twice: here it is mailed once', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'science')
    await digest(store)
    await reader(store, AIKO, { topics: ['world', 'science'] })
    await publish(store, { key: 'both', topics: ['world', 'science'] })
    await issue(store, 'morning', NOON)
    await issue(store, 'morning', NOON + DAY)
    expect(await mails(store)).toEqual([['both']])
  })

  test('a weekly digest that lost the stories of its seventh day: here it keeps them', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { slug: 'weekly', schedule: { zone: 'UTC', minute: 360, weekdays: 1 } })
    await reader(store, AIKO, { digest: 'weekly' })
    for (let day = 0; day < 14; day++) {
      if (day % 7 === 6) await publish(store, { key: `before the cut on day ${day}` }, NOON + day * DAY)
      if (day % 7 === 6) await issue(store, 'weekly', NOON + day * DAY)
      await publish(store, { key: `day ${day}` }, NOON + day * DAY)
    }
    await issue(store, 'weekly', NOON + 20 * DAY)
    const all = (await mails(store)).flat()
    expect(all).toHaveLength(16)
    expect(new Set(all).size).toBe(16)
  })

  test('instant, daily and weekly copies of the same story: here they bring one', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    for (const slug of ['instant', 'morning', 'weekly']) await digest(store, { slug })
    for (const slug of ['instant', 'morning', 'weekly']) await reader(store, AIKO, { digest: slug })
    await publish(store, { key: 'breaking', priority: 9 })
    await issue(store, 'instant', NOON)
    await publish(store, { key: 'daily' }, NOON + HOUR)
    await issue(store, 'morning', NOON + 2 * HOUR)
    await publish(store, { key: 'later' }, NOON + 3 * HOUR)
    await issue(store, 'weekly', NOON + 4 * HOUR)
    expect(await mails(store)).toEqual([['breaking'], ['daily'], ['later']])
  })

  test('an empty digest: here nothing new makes no mail', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'science')
    for (const slug of ['morning', 'evening']) await digest(store, { slug })
    for (const slug of ['morning', 'evening']) await reader(store, AIKO, { digest: slug })
    await publish(store, { key: 'one' })
    await issue(store, 'morning', NOON)
    await issue(store, 'evening', NOON + HOUR)
    expect(await mails(store)).toEqual([['one']])
    expect(await store.db.selectFrom('issue_tallies').select(['reason', 'readers']).where('issue_id', '=', 2).execute()).toEqual([
      { reason: 'nothing-new', readers: 1 },
    ])
  })

  test('old stories sent again after the queue was mended: here they are not', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, AIKO)
    await publish(store, { key: 'old' })
    await issue(store, 'morning', NOON)
    await settle(store, 'withheld', 'too late to be useful')
    await oweLateStories(store.db, [1], NOON)
    await publish(store, { key: 'new' }, NOON + DAY)
    await issue(store, 'morning', NOON + DAY)
    expect((await mails(store))[1]).toEqual(['old', 'new'])
    await settle(store, 'accepted')
    expect(await retryDeliveries(store, { issueId: 1, state: 'withheld' }, NOON + 2 * DAY)).toMatchObject({ queued: 0, left: 1 })
  })

  test('changed from weekly to daily in the middle of a week, nothing is lost and nothing comes twice', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { slug: 'weekly' })
    await digest(store)
    await reader(store, AIKO, { digest: 'weekly' })
    await reader(store, 'david@london.example')
    await publish(store, { key: 'monday' }, NOON)
    await issue(store, 'morning', NOON + HOUR)
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOON + 2 * HOUR, by: 'page' })
    await reader(store, AIKO)
    await publish(store, { key: 'tuesday' }, NOON + DAY)
    await issue(store, 'morning', NOON + DAY + HOUR)
    await reader(store, AIKO, { digest: 'weekly', comeBack: true })
    await issue(store, 'weekly', NOON + 2 * DAY)
    expect(await mails(store)).toEqual([['monday', 'tuesday']])
  })

  test('who wants no mail at the weekend has it all on Monday, in one', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, AIKO, { hour: { zone: 'UTC', minute: 420, weekdays: 31 } })
    const saturday = Date.parse('2026-03-14T06:00:00Z')
    for (const [index, key] of ['friday', 'saturday', 'sunday'].entries()) {
      await publish(store, { key }, saturday + index * DAY - HOUR)
      await issue(store, 'morning', saturday + index * DAY)
    }
    expect(await mails(store)).toEqual([['friday', 'saturday', 'sunday']])
  })

  test('after a pause what was missed comes in one mail: the best ten, where the reader wishes that', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { cap: 100 })
    await reader(store, AIKO)
    await pauseSubscription(store, { ...aiko, digestId: 1, now: NOON }, { until: NOON + 3 * DAY, onReturn: 'best' })
    for (let day = 0; day < 3; day++) {
      for (let count = 0; count < 5; count++) await publish(store, { key: `${day}-${count}` }, NOON + day * DAY + count)
      if (day < 2) await issue(store, 'morning', NOON + day * DAY + HOUR)
    }
    await publish(store, { key: 'today' }, NOON + 3 * DAY)
    await issue(store, 'morning', NOON + 3 * DAY)
    const [mail, ...more] = await mails(store)
    expect(more).toEqual([])
    expect(mail).toEqual(['0-0', '0-1', '0-2', '0-3', '0-4', '1-0', '1-1', '1-2', '1-3', '1-4', '2-0', '2-1', '2-2', '2-3', '2-4', 'today'])
  })

  test('what had no room is carried over to the next three issues, and no further', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { cap: 1, overflow: 'carry' })
    await reader(store, AIKO)
    for (let count = 0; count < 6; count++) await publish(store, { key: `${count}` }, NOON + count)
    for (let day = 0; day < 6; day++) await issue(store, 'morning', NOON + HOUR + day * DAY)
    expect(await mails(store)).toEqual([['0'], ['1'], ['2'], ['3']])
  })

  test('a muted topic brings nothing, nor what came meanwhile when it is heard again', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    expect((await addTopic(store, { slug: 'asia', names: { en: 'Asia' }, parent: 'world' }, NOON)).ok).toBe(true)
    await digest(store)
    await reader(store, AIKO)
    await publish(store, { key: 'asia', topics: ['asia'] })
    await issue(store, 'morning', NOON)
    await muteTopic(store, { ...aiko, now: NOON }, { topicId: 2, until: null })
    await publish(store, { key: 'muted', topics: ['asia'] }, NOON + DAY)
    await publish(store, { key: 'world' }, NOON + DAY)
    await issue(store, 'morning', NOON + DAY)
    await unmuteTopic(store, { ...aiko, now: NOON + DAY + HOUR }, 2)
    await publish(store, { key: 'heard again', topics: ['asia'] }, NOON + 2 * DAY)
    await issue(store, 'morning', NOON + 2 * DAY)
    expect(await mails(store)).toEqual([['asia'], ['world'], ['heard again']])
  })

  test('of a story in two languages the reader gets the one that comes first in the order chosen', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, AIKO, { languages: ['zh', 'en'] })
    await publish(store, { key: 'story' })
    await publish(store, { key: 'story-zh', language: 'zh', translationOf: 'story' })
    await issue(store, 'morning', NOON)
    await publish(store, { key: 'story-ar', language: 'ar', translationOf: 'story-zh' })
    await reader(store, AIKO, { languages: ['ar', 'zh'] })
    await issue(store, 'morning', NOON + DAY)
    expect(await mails(store)).toEqual([['story-zh']])
  })

  test('a correction goes to those who got the story, whatever they follow by now', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'science')
    await digest(store)
    await reader(store, AIKO)
    await reader(store, 'david@london.example', { topics: ['science', 'world'] })
    await publish(store, { key: 'wrong' })
    await issue(store, 'morning', NOON)
    await reader(store, AIKO, { topics: ['science'] })
    await reader(store, 'rosa@saopaulo.example')
    await publish(store, { key: 'right', corrects: 'wrong', topics: [] }, NOON + DAY)
    await issue(store, 'morning', NOON + DAY)
    expect(await mails(store)).toEqual([['wrong'], ['right']])
    const rows = await store.db
      .selectFrom('deliveries')
      .select('subscriber_id')
      .where('issue_id', '=', 2)
      .orderBy('subscriber_id')
      .execute()
    expect(rows.map((row) => row.subscriber_id)).toEqual([1, 2])
  })

  test('a recap repeats', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await digest(store, { slug: 'recap', isRecap: true })
    for (const slug of ['morning', 'recap']) await reader(store, AIKO, { digest: slug })
    await publish(store, { key: 'one' })
    await issue(store, 'morning', NOON)
    await issue(store, 'recap', NOON + HOUR)
    expect(await mails(store)).toEqual([['one'], ['one']])
  })
})
