import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Format } from '../../domain/part.ts'
import { readerWords } from '../../domain/reader-words.ts'
import type { Store } from '../dialect.ts'

type Database = Pick<Store, 'db' | 'dialect'>

export type KnownRow = {
  id: number
  canonical: string
  name: string
  digestId: number | null
  state: 'active' | 'ended' | null
  topics: string
  minute: number
  weekdays: number
  zone: string
  languages: string
  format: Format
}

/** Those of some addresses that are readers, a row for each of their subscriptions; one with nulls for who has none. */
export async function findKnownReaders({ db, dialect }: Database, canonicals: string[]): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`
    select s.id, s.canonical, s.name, u.digest_id as "digestId", u.state, u.topics, h.minute, h.weekdays, h.zone, l.languages, u.format
    from ${dialect.given(
      canonicals.map((canonical) => ({ canonical })),
      { canonical: 'text' },
    )}
    join subscribers as s on s.canonical = given.canonical
    left join subscriptions as u on u.subscriber_id = s.id
    left join reader_hours as h on h.id = u.hour_id
    left join language_lists as l on l.id = u.language_list_id`.execute(db)
  return rows
}

/** Those of some addresses that we do not write to, or that have one of the hashes of somebody who was erased. */
export async function findSuppressedOf({ db, dialect }: Database, of: { canonical: string; hash: string }[]): Promise<Set<string>> {
  const { rows } = await sql<{ canonical: string }>`
    select given.canonical from ${dialect.given(of, { canonical: 'text', hash: 'text' })} join suppressions as x on x.canonical = given.canonical
    union
    select given.canonical from ${dialect.given(of, { canonical: 'text', hash: 'text' })} join suppressions as x on x.hash = given.hash`.execute(
    db,
  )
  return new Set(rows.map(({ canonical }) => canonical))
}

type Newcomer = { address: string; canonical: string; name: string }

/** Makes subscribers of those who are none yet, and gives the ids of all of them. */
export async function insertSubscribers({ db, dialect }: Database, who: Newcomer[], now: Instant): Promise<Map<string, number>> {
  if (who.length === 0) return new Map()
  const records = who.map((one) => ({ ...one, words: readerWords(one) }))
  await sql`
    insert into subscribers (address, canonical, name, words, created_at, confirmed_at)
    select address, canonical, name, words, cast(${now} as bigint), cast(${now} as bigint)
    from ${dialect.given(records, { address: 'text', canonical: 'text', name: 'text', words: 'text' })} where true
    on conflict (canonical) do nothing`.execute(db)
  const { rows } = await sql<{ id: number; canonical: string }>`
    select s.id, s.canonical from ${dialect.given(records, { canonical: 'text' })} join subscribers as s on s.canonical = given.canonical`.execute(
    db,
  )
  return new Map(rows.map(({ id, canonical }) => [canonical, id]))
}

export type NewSubscription = { subscriber: number; digest: number; hour: number; list: number; format: string; topics: string }

/** Adds subscriptions where there are none; those that are there stay as they are. */
export async function insertSubscriptions({ db, dialect }: Database, subscriptions: NewSubscription[], now: Instant): Promise<void> {
  if (subscriptions.length === 0) return
  const columns = { subscriber: 'bigint', digest: 'bigint', hour: 'bigint', list: 'bigint', format: 'text', topics: 'text' } as const
  await sql`
    insert into subscriptions (subscriber_id, digest_id, state, hour_id, language_list_id, format, topics, created_at)
    select subscriber, digest, 'active', hour, list, format, topics, cast(${now} as bigint) from ${dialect.given(subscriptions, columns)} where true
    on conflict (subscriber_id, digest_id) do nothing`.execute(db)
}

export type ImportedConsent = { subscriber: number; address: string; digest: number; at: Instant }

export async function insertConsents({ db, dialect }: Database, consents: ImportedConsent[], wordingId: number): Promise<void> {
  if (consents.length === 0) return
  await sql`
    insert into consents (subscriber_id, address, digest_id, how, wording_id, asked_at, asked_network, asked_browser, given_at, given_network, given_browser)
    select subscriber, address, digest, 'import', cast(${wordingId} as bigint), at, '', '', at, '', ''
    from ${dialect.given(consents, { subscriber: 'bigint', address: 'text', digest: 'bigint', at: 'bigint' })}`.execute(db)
}

/** Gives a name to those who have none. */
export async function fillNames({ db, dialect }: Database, who: { id: number; name: string; words: string }[]): Promise<void> {
  if (who.length === 0) return
  await sql`
    update subscribers set name = given.name, words = given.words
    from ${dialect.given(who, { id: 'bigint', name: 'text', words: 'text' })} where subscribers.id = given.id and subscribers.name = ''`.execute(
    db,
  )
}

export type Rechosen = { subscriber: number; digest: number; hour: number; list: number; format: string; topics: string }

/** Writes other choices into subscriptions that are there; who calls keeps the history (flow/change-choices.ts). */
export async function rewriteChoices({ db, dialect }: Database, chosen: Rechosen[]): Promise<void> {
  if (chosen.length === 0) return
  const columns = { subscriber: 'bigint', digest: 'bigint', hour: 'bigint', list: 'bigint', format: 'text', topics: 'text' } as const
  await sql`
    update subscriptions set hour_id = given.hour, language_list_id = given.list, format = given.format, topics = given.topics
    from ${dialect.given(chosen, columns)}
    where subscriptions.subscriber_id = given.subscriber and subscriptions.digest_id = given.digest and subscriptions.state = 'active'`.execute(
    db,
  )
}
