import { describe, expect, test } from 'vitest'
import { ALL_READERS, type ReaderFilter } from '../../../src/domain/reader-filter.ts'
import { DAY } from '../../../src/domain/instant.ts'
import { makeReadersFindable } from '../../../src/flow/make-searchable.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { countReaders, findReaders } from '../../../src/store/listings/found-readers.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, reader, suppress, topics } from '../../support/world.ts'

/** Aiko in Tokyo pauses, David in London reads, Rosa in São Paulo has left, 伟 in Shanghai is suppressed. */
async function openCrowd(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'science')
  const { id: digestId } = await digest(store)
  await digest(store, { slug: 'weekly' })
  const at = (zone: string) => ({ zone, minute: 420, weekdays: 127 })
  await reader(store, 'aiko.tanaka@tokyo.example', { name: 'Aiko Tanaka', hour: at('Asia/Tokyo'), languages: ['ja', 'en'] })
  await reader(store, 'david@london.example', { name: 'David', hour: at('Europe/London'), topics: ['world', 'science'] })
  await reader(store, 'rosa@post.example', { name: 'Rosa Müller', digest: 'weekly' })
  await reader(store, 'wei@shanghai.example', { name: '王伟', hour: at('Asia/Shanghai'), languages: ['zh-Hans'] })
  const [aiko, , rosa] = (await findReaders(store, ALL_READERS, { limit: 9, now: NOON })).readers.toReversed()
  await pauseSubscription(store, { subscriberId: aiko?.id ?? 0, digestId, by: 'page', now: NOON }, { until: NOON + DAY, onReturn: 'all' })
  await unsubscribe(store, { subscriberId: rosa?.id ?? 0, digestId: digestId + 1 }, { at: NOON, by: 'page' })
  await suppress(store.db, 'wei@shanghai.example')
  return store
}

const named = async (store: Store, filter: Partial<ReaderFilter>): Promise<string[]> => {
  const { readers } = await findReaders(store, { ...ALL_READERS, ...filter }, { limit: 9, now: NOON })
  return readers.map(({ address }) => address.replace(/[.@].*/, '')).toReversed()
}

describe.each(eachDatabase)('the list of subscribers on $name', ({ url }) => {
  test('finds people by the beginnings of words in name and address, in any script, and by domain', async () => {
    await using store = await openCrowd(await url())
    const cases: [string, string[]][] = [
      ['', ['aiko', 'david', 'rosa', 'wei']],
      ['aiko', ['aiko']],
      ['TANAK', ['aiko']],
      ['tanaka aiko', ['aiko']],
      ['aiko.tanaka@tokyo.example', ['aiko']],
      ['@london', ['david']],
      ['@london.example', ['david']],
      ['muller', ['rosa']],
      ['mueller', ['rosa']],
      ['伟', ['wei']],
      ['anaka', []],
      ["' or 1=1 --", []],
      ['%', []],
      ['@%', []],
    ]
    for (const [search, found] of cases) expect([search, await named(store, { search })]).toEqual([search, found])
  })

  test('filters by digest, topic, state, language, zone and date, and by several at once', async () => {
    await using store = await openCrowd(await url())
    const cases: [Partial<ReaderFilter>, string[]][] = [
      [{ digest: 'weekly' }, ['rosa']],
      [{ topic: 'science' }, ['david']],
      [{ state: 'reading' }, ['aiko', 'david']],
      [{ state: 'paused' }, ['aiko']],
      [{ state: 'left' }, ['rosa']],
      [{ state: 'left', digest: 'morning' }, []],
      [{ state: 'suppressed' }, ['wei']],
      [{ state: 'none' }, []],
      [{ language: 'en' }, ['aiko', 'david', 'rosa']],
      [{ language: 'zh' }, ['wei']],
      [{ zone: 'Asia/Tokyo' }, ['aiko']],
      [{ zone: 'Nowhere/Else' }, []],
      [{ since: '2026-03-10' }, ['aiko', 'david', 'rosa', 'wei']],
      [{ until: '2026-03-09' }, []],
      [{ search: 'd', topic: 'world', zone: 'Europe/London', state: 'reading' }, ['david']],
    ]
    for (const [filter, found] of cases) {
      expect([filter, await named(store, filter)]).toEqual([filter, found])
      expect((await countReaders(store, { ...ALL_READERS, ...filter }, { now: NOON })).count).toBe(found.length)
    }
  })

  test('goes on page by page without leaving out or repeating anybody, also where a search takes many steps', async () => {
    await using store = await openCrowd(await url())
    const filter = { ...ALL_READERS, language: 'en' }
    const seen: string[] = []
    for (let below: number | undefined, step = 0; step < 20; step++) {
      const page = await findReaders(store, filter, { limit: 1, now: NOON, most: 1, ...(below === undefined ? {} : { below }) })
      seen.push(...page.readers.map(({ address }) => address))
      if (page.lookedTo === 0) break
      below = page.lookedTo
    }
    expect(seen).toEqual(['rosa@post.example', 'david@london.example', 'aiko.tanaka@tokyo.example'])
  })

  test('finds readers from before there were words once the stage has written them', async () => {
    await using store = await openCrowd(await url())
    await store.db.updateTable('subscribers').set({ words: null }).execute()
    expect(await named(store, { search: 'aiko' })).toEqual([])
    expect(await makeReadersFindable(store)).toBe(4)
    expect(await named(store, { search: 'aiko' })).toEqual(['aiko'])
  })
})
