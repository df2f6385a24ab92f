import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../src/store/dialect.ts'

export type Crowd = {
  digestId: number
  readers: number
  /** The ids of the digest's topics, without holes. */
  topics: { first: number; count: number }
  /** How many of them each reader follows. */
  topicsEach: number
}

const SEEDED_AT = Date.UTC(2026, 0, 5)
const ZONES = [
  'Asia/Tokyo',
  'Europe/London',
  'America/Sao_Paulo',
  'Asia/Shanghai',
  'Africa/Cairo',
  'America/New_York',
  'Asia/Kolkata',
  'UTC',
]
const HOURS = [6, 7, 8, 9, 12, 18]
// Most read one language, as people do.
const LISTS = ['en', 'en', 'en', 'en', 'en,zh', 'zh,en', 'ar,en', 'en']
const NAMES = ['Aiko', 'David', 'Rosa', '伟', 'Layla', '', '', '']

/** Fills an empty database with readers of one digest by a few set operations: the same crowd always has the same choices. */
export async function seedReaders(db: Db, crowd: Crowd): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const hours = ZONES.flatMap((zone) => HOURS.map((hour) => ({ zone, minute: hour * 60, weekdays: 127 })))
    await tx.insertInto('reader_hours').values(hours).execute()
    const lists = [...new Set(LISTS)].map((languages) => ({ languages }))
    await tx.insertInto('language_lists').values(lists).execute()
    await insertSubscribers(tx, crowd)
    await insertSubscriptions(tx, crowd, hours.length)
  })
}

async function insertSubscribers(tx: Db, { readers }: Crowd): Promise<void> {
  const address = sql`'reader' || i || '@' || ${oneOf(['mail', 'post', 'inbox', 'letters'], 1)} || '.example'`
  await sql`
    insert into subscribers (address, canonical, name, created_at)
    ${numbers(readers)}
    select ${address}, ${address}, ${oneOf(NAMES, 2)}, ${SEEDED_AT} from numbers order by i`.execute(tx)
}

async function insertSubscriptions(tx: Db, crowd: Crowd, hours: number): Promise<void> {
  const list = sql`(select id from language_lists where languages = ${oneOf(LISTS, 4)})`
  const chosen = ranksOf(crowd).map((rank) => sql`(${topicOf(crowd, rank)})`)
  await sql`
    insert into subscriptions (digest_id, subscriber_id, state, hour_id, language_list_id, format, topics, created_at)
    ${numbers(crowd.readers)}
    select ${crowd.digestId}, i, 'active', ${chance(3)} % ${hours} + 1, ${list}, ${oneOf(['html', 'html', 'html', 'html', 'html', 'html', 'html', 'text'], 5)},
      ${sql.join(chosen, sql` || ',' || `)}, ${SEEDED_AT}
    from numbers order by i`.execute(tx)
}

const ranksOf = ({ topicsEach }: Crowd): number[] => Array.from({ length: topicsEach }, (_, rank) => rank)

const numbers = (count: number): RawBuilder<unknown> =>
  sql`with recursive numbers (i) as (select cast(1 as bigint) union all select i + 1 from numbers where i < ${count})`

// A multiplicative hash with a multiplier of its own for each salt: evenly spread, and the same in both databases.
const chance = (salt: number): RawBuilder<unknown> => sql`((i * ${sql.lit(MULTIPLIERS[salt])}) % 4294967296) / 65536`

const MULTIPLIERS = Array.from({ length: 40 }, (_, salt) => Math.floor(((salt + 1) ** 0.5 % 1 || 0.618) * 2 ** 31) * 2 + 1)

const oneOf = (words: string[], salt: number): RawBuilder<unknown> =>
  sql`case ${chance(salt)} % ${sql.lit(words.length)} ${sql.join(
    words.map((word, index) => sql`when ${sql.lit(index)} then ${sql.lit(word)}`),
    sql` `,
  )} end`

// One topic from each of as many bands, so that they differ and come in ascending order.
function topicOf({ topics, topicsEach }: Crowd, rank: number): RawBuilder<unknown> {
  const band = Math.floor(topics.count / topicsEach)
  return sql`${sql.lit(topics.first + rank * band)} + ${chance(rank + 10)} % ${sql.lit(band)}`
}
