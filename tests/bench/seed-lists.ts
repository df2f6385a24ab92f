import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../src/store/dialect.ts'

const FIRST = [
  'aiko',
  'david',
  'rosa',
  'layla',
  'marta',
  'john',
  'omar',
  'ines',
  'piotr',
  'sofia',
  'hans',
  'marie',
  'ivan',
  'nadia',
  'kofi',
  'yuki',
]
const LAST = [
  'tanaka',
  'smith',
  'silva',
  'hassan',
  'nowak',
  'garcia',
  'mueller',
  'dubois',
  'petrov',
  'mensah',
  'sato',
  'jones',
  'costa',
  'ali',
]
const DOMAINS = ['mail.example', 'post.example', 'inbox.example', 'letters.example', 'tokyo.example', 'city.example']

/** Gives the readers of a bench names, addresses and words as people have them; a few have left, pause or are suppressed. */
export async function seedLists(db: Db): Promise<void> {
  const person = sql`${oneOf(FIRST, 7)} || ' ' || ${oneOf(LAST, 61)}`
  const address = sql`${oneOf(FIRST, 7)} || '.' || ${oneOf(LAST, 61)} || id || '@' || ${oneOf(DOMAINS, 211)}`
  const words = sql`${oneOf(FIRST, 7)} || ' ' || ${oneOf(LAST, 61)} || id || ' ' || ${oneOf(LAST, 61)}`
  await sql`update subscribers set address = ${address}, canonical = ${address}, name = ${person}, words = ${words},
    created_at = created_at - id % 700 * 86400000`.execute(db)
  await sql`update subscriptions set state = 'ended', ended_at = created_at, ended_by = 'page' where id % 50 = 3`.execute(db)
  await sql`update subscriptions set paused_until = 4000000000000 where id % 97 = 5`.execute(db)
  await sql`insert into suppressions (canonical, hash, reason, note, added_by, created_at)
    select canonical, canonical, 'hard', '', 'answer', created_at from subscribers where id % 200 = 7`.execute(db)
  await sql`analyze`.execute(db)
}

const oneOf = (words: string[], salt: number): RawBuilder<unknown> =>
  sql`case (id * ${sql.lit(salt)} / 13) % ${sql.lit(words.length)} ${sql.join(
    words.map((word, index) => sql`when ${sql.lit(index)} then ${sql.lit(word)}`),
    sql` `,
  )} end`
