import { sql, type RawBuilder } from 'kysely'
import { DAY, type Instant } from '../../domain/instant.ts'
import { isAll, type ReaderFilter } from '../../domain/reader-filter.ts'
import { readSearch, type ReaderSearch } from '../../domain/reader-words.ts'
import type { Db, Store } from '../dialect.ts'

/** A filter as conditions on `subscribers as s`; undefined where it can find nobody. */
export type ReaderConditions = {
  isAll: boolean
  where: RawBuilder<boolean>[]
  /** Selects of ids among which all must be, the one that finds fewest first. They are cheap as long as they find few. */
  few: Few[]
}

/** `isOnly` where nobody is meant whom it does not find. */
export type Few = { select: RawBuilder<unknown>; isOnly: boolean }

/**
 * Turns a filter into conditions. The few hours, lists of languages, digests and topics that there are have been asked for their ids
 * beforehand, so that a reader costs one look at the subscriptions.
 */
export async function readerConditions(
  { db, dialect }: Pick<Store, 'db' | 'dialect'>,
  filter: ReaderFilter,
  now: Instant,
): Promise<ReaderConditions | undefined> {
  const wished = await subscriptionConditions(db, filter)
  if (!wished) return undefined
  const search = filter.search === '' ? NOTHING : readSearch(filter.search)
  if (!search) return undefined
  const where = [
    ...searchConditions(search),
    ...(filter.since === '' ? [] : [sql<boolean>`s.created_at >= ${dayOf(filter.since)}`]),
    ...(filter.until === '' ? [] : [sql<boolean>`s.created_at < ${dayOf(filter.until) + DAY}`]),
    ...stateConditions(filter, wished, now),
  ]
  const ofState = filter.state === 'suppressed' && (await areMany(db)) ? undefined : FEW[filter.state]
  return { isAll: isAll(filter), where, few: [...fewBySearch(dialect, search), ...(ofState ? [{ select: ofState, isOnly: true }] : [])] }
}

const NOTHING: ReaderSearch = { terms: [], domain: '', canonical: undefined }

/** What was cut to letters and digits means nothing to `like`. */
const searchConditions = ({ terms, domain }: ReaderSearch): RawBuilder<boolean>[] => [
  ...terms.map(({ text, isPrefix }) => sql<boolean>`' ' || s.words || ' ' like ${`% ${text}${isPrefix ? '' : ' '}%`}`),
  ...(domain === '' ? [] : [sql<boolean>`s.canonical like ${`%@${domain.replaceAll(/[!%_]/g, '!$&')}%`} escape '!'`]),
]

function fewBySearch({ readersWith }: Store['dialect'], { terms, domain, canonical }: ReaderSearch): Few[] {
  // Short beginnings of words are many, and a walk finds them at once.
  const narrow = terms.filter(({ text }) => text.length >= 3 || /[^\p{ASCII}]/u.test(text))
  return [
    ...(canonical === undefined ? [] : [{ select: sql`select id from subscribers where canonical = ${canonical}`, isOnly: false }]),
    ...(narrow.length === 0 ? [] : [{ select: readersWith(narrow), isOnly: true }]),
    ...(domain === '' ? [] : [{ select: sql`select id from subscribers where ${DOMAIN} = ${`@${domain}`}`, isOnly: false }]),
  ]
}

/** Takes away whatever is no `@` from the front: the same index serves both databases. */
const DOMAIN = sql`ltrim(canonical, replace(canonical, '@', ''))`

const dayOf = (date: string): Instant => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds

const FEW: Partial<Record<ReaderFilter['state'], RawBuilder<unknown>>> = {
  suppressed: sql`select subscribers.id from suppressions join subscribers on subscribers.canonical = suppressions.canonical`,
  left: sql`select subscriber_id as id from subscriptions where state = 'ended'`,
  paused: sql`select subscriber_id as id from subscriptions where paused_until is not null`,
}

const MOST_SUPPRESSIONS = 4000

/** Most addresses of a long list of suppressions belong to nobody who reads here: looking for those who do takes longer than a walk. */
async function areMany(db: Db): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 as one from suppressions limit ${MOST_SUPPRESSIONS + 1}) as found`.execute(db)
  return (rows[0]?.count ?? 0) > MOST_SUPPRESSIONS
}

type Wished = { ofDigest: RawBuilder<boolean>[]; all: RawBuilder<boolean>[] }

/** Conditions on `subscriptions as u`; undefined for a digest, topic, language or zone that nobody has. */
async function subscriptionConditions(db: Db, { digest, topic, language, zone }: ReaderFilter): Promise<Wished | undefined> {
  const ofDigest: RawBuilder<boolean>[] = []
  const more: RawBuilder<boolean>[] = []
  if (digest !== '') {
    const found = await db.selectFrom('digests').select('id').where('slug', '=', digest).executeTakeFirst()
    if (!found) return undefined
    ofDigest.push(sql`u.digest_id = ${sql.lit(found.id)}`)
  }
  if (topic !== '') {
    const found = await db.selectFrom('topics').select('id').where('slug', '=', topic).executeTakeFirst()
    if (!found) return undefined
    more.push(sql`',' || u.topics || ',' like ${`%,${found.id},%`}`)
  }
  if (language !== '') {
    const lists = await db.selectFrom('language_lists').selectAll().execute()
    const reading = lists.filter(({ languages }) => languages.split(',').some((one) => one === language || one.startsWith(`${language}-`)))
    if (reading.length === 0) return undefined
    more.push(sql`u.language_list_id in (${idList(reading)})`)
  }
  if (zone !== '') {
    const hours = await db.selectFrom('reader_hours').select('id').where('zone', '=', zone).execute()
    if (hours.length === 0) return undefined
    more.push(sql`u.hour_id in (${idList(hours)})`)
  }
  return { ofDigest, all: [...ofDigest, ...more] }
}

const idList = (rows: { id: number }[]): RawBuilder<unknown> => sql.join(rows.map(({ id }) => sql.lit(id)))

const IS_SUPPRESSED = sql<boolean>`exists (select 1 from suppressions as x where x.canonical = s.canonical)`
const ACTIVE = sql<boolean>`u.state = 'active'`

function stateConditions({ state }: ReaderFilter, { ofDigest, all }: Wished, now: Instant): RawBuilder<boolean>[] {
  switch (state) {
    case 'reading':
      return [has([...all, ACTIVE]), not(IS_SUPPRESSED)]
    case 'paused':
      return [has([...all, ACTIVE, sql`u.paused_until > ${now}`])]
    case 'left':
      return [has([...all, sql`u.state = 'ended'`]), hasNone([...ofDigest, ACTIVE])]
    case 'suppressed':
      return [IS_SUPPRESSED, ...(all.length === 0 ? [] : [has(all)])]
    case 'none':
      return [hasNone(all)]
    case '':
      return all.length === 0 ? [] : [has(all)]
  }
}

// Written so that PostgreSQL asks for the reader at hand, and does not go through all subscriptions first.
const has = (conditions: RawBuilder<boolean>[]): RawBuilder<boolean> =>
  sql`(select 1 from subscriptions as u where ${sql.join([sql`u.subscriber_id = s.id`, ...conditions], sql` and `)} limit 1) is not null`

const not = (condition: RawBuilder<boolean>): RawBuilder<boolean> => sql`not ${condition}`

const hasNone = (conditions: RawBuilder<boolean>[]): RawBuilder<boolean> =>
  sql`(select 1 from subscriptions as u where ${sql.join([sql`u.subscriber_id = s.id`, ...conditions], sql` and `)} limit 1) is null`
