import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { loadSamples } from '../../../src/flow/load-samples.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { publish, PUBLICATION } from '../../support/world.ts'
import { deliver } from './delivered.ts'

/** Who among the sample readers reads which language. */
export const READERS = { en: 1, zh: 4, ar: 5 }

const LONG = {
  en: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  zh: '四位居民用粉笔在人行道上画出下午三点的每一道影子',
  ar: 'أربعون متطوعًا رسموا بالطباشير حدود كل ظل في الشارع',
}

/** The sample publication a day after its first issue went out, and the paths of all that a reader of this language can read there. */
export async function furnishReading(store: Store, language: 'en' | 'zh' | 'ar', now: Instant): Promise<string[]> {
  const before = now - DAY
  await loadSamples({ store, publication: PUBLICATION }, before)
  await approveDue(store, PUBLICATION, before, fail)
  await addressDue(store, before, fail)
  await deliver(store, before)
  const slug = await reviseOne(store, language, now)
  const subscription = { subscriberId: READERS[language], digestId: 1 }
  const { links } = PUBLICATION
  const own = new URL(links.feeds(subscription)).pathname
  const found = await store.db.selectFrom('issues').select('number').executeTakeFirstOrThrow()
  const month = new Date(before).toISOString().slice(0, 7)
  const digest = '/d/morning-briefing'
  return [
    '/archive',
    `/archive/${month}`,
    digest,
    `${digest}/${found.number}`,
    '/t/science',
    `/search?q=${encodeURIComponent(WORDS[language])}`,
    '/search?q=zzz',
    `/b/${slug}`,
    own,
  ]
}

const WORDS = { en: 'street', zh: '影子', ar: 'شارع' }

const fail = (_: unknown, error: unknown): void => {
  throw error
}

/** A briefing that was corrected within itself: it has earlier versions, and what changed. */
async function reviseOne(store: Store, language: keyof typeof LONG, now: Instant): Promise<string> {
  const long = LONG[language]
  const said = { key: 'revised', language, title: long, standfirst: `${long}.`, topics: ['science', 'cities'] }
  const table = `| a | b | c |\n|---|---|---|\n| ${long} | ${long} | 3 |\n`
  await publish(store, { ...said, body: `## ${long}\n\n${long}\n\n${table}` }, now - 2)
  const id = await publish(store, { ...said, body: `## ${long}\n\n${long} 2.\n\n> ${long}\n\n${table}` }, now - 1)
  const { slug } = await store.db.selectFrom('briefings').select('slug').where('id', '=', id).executeTakeFirstOrThrow()
  return slug
}
