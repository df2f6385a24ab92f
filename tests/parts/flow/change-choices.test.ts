import { describe, expect, test } from 'vitest'
import { DAY } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { changePreferences } from '../../../src/flow/change-preferences.ts'
import { muteTopic, unmuteTopic } from '../../../src/flow/mute-topic.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { listChoices } from '../../../src/store/choices.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listMutes } from '../../../src/store/topic-mutes.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'

const raise = (_: unknown, error: unknown): never => {
  throw error
}

/** Aiko has the digest `morning` and a mail of it waits for her. */
async function withAiko(store: Store): Promise<void> {
  await topics(store, 'world', 'science')
  await digest(store)
  await reader(store, 'aiko@tokyo.example')
  await publish(store, { key: 'one' })
  await composeDigest(store, 'morning', NOON)
  await approveDue(store, PUBLICATION, NOON, raise)
  await addressDue(store, NOON, raise)
}

const aiko = { subscriberId: 1, by: 'page' as const }

const openArrears = (store: Store) => store.db.selectFrom('arrears').selectAll().where('issue_id', 'is', null).execute()

describe.each(eachDatabase)('choices on $name', ({ url }) => {
  test('are kept with their time and with who made them, each state after a change', async () => {
    await using store = await openWorld(await url())
    await withAiko(store)
    const hour = { zone: 'Asia/Tokyo', minute: 480, weekdays: EVERY_DAY }
    const choices = { hour, languages: ['en'], format: 'text' as const, topicIds: [2] }
    await changePreferences(store, { subscriberId: 1, digestId: 1 }, { choices, comeBack: false }, NOON + 1)
    await changePreferences(store, { subscriberId: 1, digestId: 1 }, { choices, comeBack: false }, NOON + 2)
    await muteTopic(store, { ...aiko, now: NOON + 3 }, { topicId: 2, until: NOON + DAY })
    await unmuteTopic(store, { ...aiko, now: NOON + 4 }, 2)
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOON + 5, by: 'one-click' })
    const kept = await listChoices(store.db, 1)
    expect(kept.map(({ at, by }) => [at - NOON, by])).toEqual([
      [0, 'person'],
      [1, 'page'],
      [3, 'page'],
      [4, 'page'],
      [5, 'one-click'],
    ])
    expect(kept[1]).toMatchObject({ digestId: 1, what: { state: 'active', topicIds: [2], hour, format: 'text' } })
    expect(kept[2]).toMatchObject({ digestId: null, what: { mutes: [{ topicId: 2, until: NOON + DAY }] } })
    expect(kept[3]).toMatchObject({ what: { mutes: [] } })
    expect(kept[4]).toMatchObject({ digestId: 1, what: { state: 'ended', topicIds: [2] } })
  })

  test('a snooze is over when its time has come', async () => {
    await using store = await openWorld(await url())
    await withAiko(store)
    await muteTopic(store, { ...aiko, now: NOON }, { topicId: 2, until: NOON + DAY })
    expect(await listMutes(store.db, 1, NOON + DAY - 1)).toEqual([{ topicId: 2, until: NOON + DAY }])
    expect(await listMutes(store.db, 1, NOON + DAY)).toEqual([])
  })

  test('a pause stops the mail that waits, and its stories are owed from then on', async () => {
    await using store = await openWorld(await url())
    await withAiko(store)
    const pause = { until: NOON + 9 * DAY, onReturn: 'best' as const }
    expect(await pauseSubscription(store, { ...aiko, digestId: 1, now: NOON }, pause)).toEqual({ ok: true })
    const [delivery] = await store.db.selectFrom('deliveries').selectAll().execute()
    expect(delivery).toMatchObject({ state: 'withheld', reason: 'paused' })
    expect(await openArrears(store)).toMatchObject([{ digest_id: 1, seq_from: 0, seq_to: null, most: 10, from_at: pause.until }])
    await pauseSubscription(store, { ...aiko, digestId: 1, now: NOON + DAY }, null)
    expect(await openArrears(store)).toMatchObject([{ seq_from: 0, seq_to: null, most: 10, from_at: NOON + DAY }])
  })

  test('who wants nothing of what a pause missed is owed nothing', async () => {
    await using store = await openWorld(await url())
    await withAiko(store)
    await pauseSubscription(store, { ...aiko, digestId: 1, now: NOON }, { until: NOON + DAY, onReturn: 'nothing' })
    expect(await openArrears(store)).toEqual([])
  })

  test('a topic that moves to a faster digest takes along what the slower one has not given', async () => {
    await using store = await openWorld(await url())
    await withAiko(store)
    await digest(store, { slug: 'weekly' })
    await reader(store, 'aiko@tokyo.example', { digest: 'weekly', topics: ['science', 'world'] })
    await unsubscribe(store, { subscriberId: 1, digestId: 2 }, { at: NOON + 1, by: 'page' })
    expect(await openArrears(store)).toMatchObject([])
    await reader(store, 'aiko@tokyo.example', { topics: ['science', 'world'] })
    expect(await openArrears(store)).toMatchObject([{ digest_id: 1, topic_id: 2, seq_from: 0, seq_to: 1 }])
  })
})
