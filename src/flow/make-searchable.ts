import { setImmediate } from 'node:timers/promises'
import { readerWords } from '../domain/reader-words.ts'
import { SEARCH_RULE, wordsOf } from '../domain/search-words.ts'
import type { Db, Store } from '../store/dialect.ts'
import { listWithoutWords, saveReaderWords } from '../store/lists/reader-words.ts'
import { listUnindexed, saveSearchable, type Unindexed } from '../store/searchable.ts'

const AT_ONCE = 100

/** Puts what a briefing says in one of its revisions into the index of words. */
export async function makeSearchable(tx: Db, { briefingId, revision, content }: Unindexed): Promise<void> {
  const { kicker, title, standfirst, body, keyPoints, sources } = content
  const texts = [title, kicker, standfirst, withoutAddresses(body), ...keyPoints, ...sources.map((source) => source.title)]
  await saveSearchable(tx, { briefingId, revision, rule: SEARCH_RULE, words: wordsOf(texts.join('\n')) })
}

/** Catches up with briefings from before there was an index, or from before its rule changed, the newest first. Says how many. */
export async function makeAllSearchable(store: Store, failed: (briefingId: number, error: unknown) => void): Promise<number> {
  let done = 0
  const late = await listUnindexed(store.db, SEARCH_RULE, AT_ONCE)
  for (const briefing of late) {
    try {
      await makeSearchable(store.db, briefing)
      done++
    } catch (error) {
      failed(briefing.briefingId, error)
    }
  }
  return done
}

const READERS_AT_ONCE = 500

/** Lets the desk find readers who came in before their words were kept. Says how many. */
export async function makeReadersFindable(store: Store): Promise<number> {
  let done = 0
  for (;;) {
    const some = await listWithoutWords(store.db, READERS_AT_ONCE)
    if (some.length === 0) return done
    await saveReaderWords(
      store,
      some.map((reader) => ({ id: reader.id, words: readerWords(reader) })),
    )
    done += some.length
    await setImmediate()
  }
}

// Where a link leads is not what its text says.
const withoutAddresses = (markdown: string): string =>
  markdown.replaceAll(/\]\([^)\s]{0,2000}\)/g, ']').replaceAll(/<?https?:\/\/\S{1,2000}/g, ' ')
