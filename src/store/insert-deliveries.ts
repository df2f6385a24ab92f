import { sql, type RawBuilder } from 'kysely'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import { isInChunk, isSuppressed, type Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import { joinHad } from './had-stories.ts'
import { given, heardTopics, joins, matched, righted, tables, type Matched } from './matched-stories.ts'

export type Fittable = Matched & {
  /** Undefined: every mail has room for all that its reader could get. */
  fit: ((chosen: Chosen) => Fitted) | undefined
}

/** The stories that a reader could get. */
export type Chosen = { subscriberId: number; hourId: number; stories: Positions; topics: string }

/** Those of them that the reader's mail has room for, and the others. */
export type Fitted = { given: Positions; more: Positions }

/**
 * Queues a delivery for every active reader of the chunk who gets at least one story; says how many. The rules are those of
 * domain/allot-stories.ts, but for the caps. A reader whose hour or languages have no answer yet is passed over.
 */
export async function insertDeliveries(tx: Db, chunk: Chunk, rules: Fittable): Promise<number> {
  // SQLite takes the tables of a cross join in the order in which they stand: readers, their topics, and for each a look-up. The
  // grouping then needs no sorting, and every row is inserted behind the one before, in the table and in its unique index.
  const matching = sql`
    select m.subscriber_id, h.due_at, ${given('low', rules)} as low, ${given('high', rules)} as high, m.topics, l.language, m.format, m.hour_id
    from (${matched(chunk, rules)}) as m
    cross join issue_hours as h cross join issue_languages as l${joins(rules)}
    where ${isAnswered(chunk)}
    limit ${sql.lit(EVERYBODY)}`
  const inserted = await insertChosen(tx, chunk, { ...rules, tables: tables(chunk, rules), choosing: matching })
  const corrected = rules.corrections.low + rules.corrections.high > 0 ? await insertCorrections(tx, chunk, rules) : 0
  return inserted + corrected
}

// Behind a limit both databases work out once what a reader gets; without it they would do so again for each time it is named.
const EVERYBODY = 2 ** 52

// Asking for conflicts makes PostgreSQL's inserts twice as dear, and at the first time there can be none.
const REPEATED = sql` on conflict (issue_id, subscriber_id) do nothing`

/** A correction goes to who had the story, even where nothing else of the issue is on the reader's topics. */
async function insertCorrections(tx: Db, chunk: Chunk, rules: Fittable): Promise<number> {
  if (rules.others.length === 0) return 0
  const choosing = sql`
    select m.subscriber_id, h.due_at, ${righted('low', rules)} as low, ${righted('high', rules)} as high,
      m.topics, l.language, m.format, m.hour_id
    from (
      select s.subscriber_id, s.hour_id, s.language_list_id, s.format, s.paused_until, ${heardTopics(rules)} as topics
      from subscriptions as s where ${isInChunk(chunk)} and not ${isSuppressed} and not exists (
        select 1 from deliveries as d where d.issue_id = ${chunk.issueId} and d.subscriber_id = s.subscriber_id)) as m
    cross join issue_hours as h cross join issue_languages as l
    ${joinHad(rules)}
    where ${isAnswered(chunk)}
    limit ${sql.lit(EVERYBODY)}`
  return insertChosen(tx, chunk, { ...rules, tables: tables(chunk, rules), choosing, isRepeat: true })
}

type Choice = Pick<Fittable, 'fit' | 'given' | 'isRepeat'> & {
  tables: RawBuilder<unknown>
  /** Selects who could get what. */
  choosing: RawBuilder<unknown>
}

/** Queues what was chosen for at least one story; where mails may be too full, the rows come here first, and are written as they fit. */
async function insertChosen(tx: Db, chunk: Chunk, { tables: known, choosing, fit, given: rowsOf, isRepeat }: Choice): Promise<number> {
  const chosen = sql`from (${choosing}) as g where (g.low > 0 or g.high > 0)`
  const orPassOver = isRepeat ? REPEATED : sql``
  if (!fit) {
    const result = await sql`
      with recursive ${known}
      insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
      select ${chunk.issueId}, g.subscriber_id, 'queued', g.due_at, g.due_at, g.low, g.high, g.topics, g.language, g.format, 0
      ${chosen}${orPassOver}`.execute(tx)
    return Number(result.numAffectedRows ?? 0n)
  }
  const { rows } = await sql<ChosenRow>`
    with recursive ${known}
    select g.subscriber_id, g.hour_id, g.due_at, g.low, g.high, g.topics, g.language, g.format ${chosen}`.execute(tx)
  if (rows.length === 0) return 0
  const result = await sql`
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, more_low, more_high, topics, language, format, attempts)
    select ${chunk.issueId}, subscriber_id, 'queued', due_at, due_at, low, high, more_low, more_high, topics, language, format, 0
    from ${rowsOf(
      rows.map((row) => fitted(row, fit)),
      COLUMNS,
    )} where true${orPassOver}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

const COLUMNS = {
  ...({ subscriber_id: 'bigint', due_at: 'bigint', low: 'bigint', high: 'bigint', more_low: 'bigint', more_high: 'bigint' } as const),
  ...({ topics: 'text', language: 'text', format: 'text' } as const),
}

type ChosenRow = {
  subscriber_id: number
  hour_id: number
  due_at: Instant
  low: number
  high: number
  topics: string
  language: Language
  format: string
}

function fitted(row: ChosenRow, fit: (chosen: Chosen) => Fitted): Record<keyof typeof COLUMNS, string | number> {
  const { subscriber_id, hour_id, due_at, low, high, topics, language, format } = row
  const { given: fits, more } = fit({ subscriberId: subscriber_id, hourId: hour_id, stories: { low, high }, topics })
  return { subscriber_id, due_at, low: fits.low, high: fits.high, more_low: more.low, more_high: more.high, topics, language, format }
}

const isAnswered = ({ issueId }: Chunk): RawBuilder<boolean> => sql`
  h.issue_id = ${issueId} and h.hour_id = m.hour_id and h.verdict = 'due' and (m.paused_until is null or m.paused_until <= h.due_at)
  and l.issue_id = ${issueId} and l.language_list_id = m.language_list_id`
