import { describe, expect, test } from 'vitest'
import { acceptBriefing } from '../../../src/flow/accept-briefing.ts'
import { gatherStories } from '../../../src/flow/gather-stories.ts'
import { listBriefings } from '../../../src/store/listings/briefings.ts'
import { eachDatabase } from '../../support/databases.ts'
import { briefing, digest, NOON, openWorld, publish, topics } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const as = (said: Parameters<typeof briefing>[0], asDraft = false) => ({ draft: briefing(said), source: 'tests', asDraft })

describe.each(eachDatabase)('taking briefings in on $name', ({ url }) => {
  test('the same briefing twice changes nothing', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    expect(await acceptBriefing(store, as({ key: 'a' }), NOON)).toMatchObject({ verdict: 'new' })
    const before = await listBriefings(store.db)
    expect(await acceptBriefing(store, as({ key: 'a' }), NOON + 1)).toMatchObject({ verdict: 'unchanged' })
    expect(await listBriefings(store.db)).toEqual(before)
  })

  test('a changed one becomes its next revision, and is not published again', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    const morning = await digest(store)
    await publish(store, { key: 'a' })
    expect(await acceptBriefing(store, as({ key: 'a', title: 'Corrected' }), NOON + 1)).toMatchObject({ verdict: 'revised' })
    expect(await acceptBriefing(store, as({ key: 'a', title: 'Corrected', topics: ['sport'] }), NOON + 2)).toMatchObject({
      verdict: 'revised',
    })
    expect(await listBriefings(store.db)).toMatchObject([{ title: 'Corrected', revision: 3, publishedAt: NOON, topics: ['sport'] }])
    expect((await gatherStories(store.db, morning, NOON)).stories).toMatchObject([{ revision: 3 }])
  })

  test('a draft is in no issue until it comes again as more than a draft', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store)
    await acceptBriefing(store, as({ key: 'a' }, true), NOON)
    expect((await gatherStories(store.db, morning, NOON)).stories).toEqual([])
    expect(await acceptBriefing(store, as({ key: 'a' }), NOON + 1)).toMatchObject({ verdict: 'published' })
    expect((await gatherStories(store.db, morning, NOON)).stories).toHaveLength(1)
  })

  test('a topic is meant by its slug or by any of its names; an unknown one is named and nothing is stored', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await store.db.updateTable('topics').set({ names: '{"en":"World","zh":"国际"}' }).execute()
    expect(await acceptBriefing(store, as({ key: 'a', topics: ['国际'] }), NOON)).toMatchObject({ ok: true })
    const refused = await acceptBriefing(store, as({ key: 'b', topics: ['world', 'moon'] }), NOON)
    expect(told(refused)).toMatchObject({ ok: false, problems: [{ line: 1, message: expect.stringContaining('"moon"') as string }] })
    expect(await listBriefings(store.db)).toHaveLength(1)
  })

  test('briefings published by many at once all stand in the window of an issue', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store)
    const taken = new Set<number>()
    let seqUntil = 0
    const look = async (): Promise<void> => {
      const { stories, seqTo } = await gatherStories(store.db, { ...morning, seqUntil }, NOON)
      for (const { briefingId } of stories) taken.add(briefingId)
      seqUntil = seqTo
    }
    const keys = Array.from({ length: 40 }, (_, index) => `story ${index}`)
    const published = Promise.all(keys.map((key) => publish(store, { key })))
    for (let looks = 0; looks < 20; looks++) await look()
    const ids = await published
    await look()
    expect([...taken].sort()).toEqual(ids.sort())
  })
})
