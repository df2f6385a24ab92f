import type { BriefingDraft } from '../../src/domain/briefing.ts'
import { HOUR, type Instant } from '../../src/domain/instant.ts'
import { linksOf } from '../../src/domain/links.ts'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { acceptBriefing } from '../../src/flow/accept-briefing.ts'
import { addDigest, type WantedDigest } from '../../src/flow/add-digest.ts'
import { addTopic } from '../../src/flow/add-topic.ts'
import type { Publication } from '../../src/flow/publication.ts'
import { hashAddressWith, isSignedWith, signWith } from '../../src/flow/sign.ts'
import { subscribe, type Wish } from '../../src/flow/subscribe.ts'
import type { Digest } from '../../src/domain/digest.ts'
import type { SuppressionReason } from '../../src/domain/suppression.ts'
import type { Db, Store } from '../../src/store/dialect.ts'
import { migrate } from '../../src/store/migrations.ts'
import { suppressAll } from '../../src/store/suppressions.ts'
import { openStore } from '../../src/store/open-store.ts'

/** Tuesday, 10 March 2026, noon UTC: where the tests' clocks begin. */
export const NOON: Instant = Date.parse('2026-03-10T12:00:00Z')

export const at = (text: string): Instant => Date.parse(text)

export const SECRET = 'a secret that only the tests know, long enough'

const sign = signWith(SECRET)

export const PUBLICATION: Publication = {
  sender: { name: 'Broadsheet', address: 'digest@broadsheet.example' },
  postalAddress: 'Broadsheet, 1 Example Street, 12345 Exampletown',
  bounceDomain: 'broadsheet.example',
  links: linksOf('http://localhost:3000', sign),
  sign,
  isSigned: isSignedWith([SECRET]),
  hashAddress: hashAddressWith(SECRET),
  dkim: undefined,
}

/** A database of its own, migrated and empty. */
export async function openWorld(url: string): Promise<Store & AsyncDisposable> {
  const store = openStore(url)
  const migrated = await migrate(store)
  if (!migrated.ok) throw new Error(migrated.message)
  return { ...store, [Symbol.asyncDispose]: () => store.close() }
}

/** Topics with these slugs. */
export async function topics(store: Store, ...slugs: string[]): Promise<void> {
  for (const slug of slugs) mustBe(await addTopic(store, { slug, names: { en: slug } }, NOON))
}

/** A digest that is cut every day at 06:00 UTC and needs nobody's yes. */
export async function digest(store: Store, wanted: Partial<WantedDigest> = {}): Promise<Digest> {
  const usual = {
    slug: 'morning',
    names: { en: 'Morning' },
    topics: [],
    approval: 'auto' as const,
    cap: 10,
    lateLimit: 12 * HOUR,
    usefulFor: 24 * HOUR,
  }
  const schedule = { zone: 'UTC', minute: 360, weekdays: EVERY_DAY }
  return mustBe(await addDigest(store, { ...usual, schedule, ...wanted }, NOON)).added
}

/** A briefing, published at `now`. */
export async function publish(store: Store, said: Partial<BriefingDraft> & { key: string }, now: Instant = NOON): Promise<number> {
  return mustBe(await acceptBriefing(store, { draft: briefing(said), source: 'tests', asDraft: false }, now)).id
}

export function briefing(said: Partial<BriefingDraft> & { key: string }): BriefingDraft {
  const title = said.title ?? `The story of ${said.key}`
  return {
    headline: title,
    kicker: 'Kicker',
    title,
    standfirst: `What ${said.key} is about, in one sentence that is long enough to be read.`,
    language: 'en',
    body: '## First\n\nSome text.\n\n- One point\n- Another point\n',
    keyPoints: ['One point', 'Another point'],
    sections: [],
    sources: [{ title: 'A source', url: 'https://example.org/source' }],
    sourceCount: 1,
    topics: ['world'],
    priority: 0,
    ...said,
  }
}

/** A reader of the digest `morning` at 07:00 UTC, unless said otherwise. */
export async function reader(store: Store, address: string, wanted: Partial<Wish> = {}): Promise<void> {
  const hour = { zone: 'UTC', minute: 420, weekdays: EVERY_DAY }
  mustBe(
    await subscribe(
      { store, publication: PUBLICATION },
      { address, name: '', digest: 'morning', topics: ['world'], hour, languages: ['en'], format: 'html', ...wanted },
      NOON,
    ),
  )
}

function mustBe<Answer extends { ok: boolean }>(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(`The test's world cannot be made: ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { ok: true }>
}

/** This address is written to no more. */
export async function suppress(db: Db, canonical: string, reason: SuppressionReason = 'manual'): Promise<void> {
  await suppressAll(db, [{ canonical, hash: PUBLICATION.hashAddress(canonical)[0], reason, note: '', by: 'tests', at: NOON }])
}
