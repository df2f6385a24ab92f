import { sql, type RawBuilder } from 'kysely'
import { DAY, type Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** What became of the mails of an issue so far, by state; and how many of each printing are with their readers. */
export type IssueStates = { states: Record<string, number>; printings: Record<number, number>; stopped: number }

export async function countStates(db: Db, issueId: number): Promise<IssueStates> {
  const { rows } = await sql<{ state: string; printing: number; stopped: number; count: number }>`
    select state, printing, case when state = 'withheld' and reason like 'stopped%' then 1 else 0 end as stopped, count(*) as count
    from deliveries where issue_id = ${issueId} group by 1, 2, 3`.execute(db)
  const sumBy = <Key extends string | number>(keyOf: (row: (typeof rows)[number]) => Key | undefined): Record<Key, number> => {
    const sums: Partial<Record<Key, number>> = {}
    for (const row of rows) {
      const key = keyOf(row)
      if (key !== undefined) sums[key] = (sums[key] ?? 0) + row.count
    }
    return sums as Record<Key, number>
  }
  const hasLeft = new Set(['posting', 'accepted', 'doubtful'])
  return {
    states: sumBy(({ state }) => state),
    printings: sumBy(({ state, printing }) => (hasLeft.has(state) ? printing : undefined)),
    stopped: rows.reduce((sum, { stopped, count }) => sum + (stopped === 1 ? count : 0), 0),
  }
}

/** One domain of readers: what became of its mails, and what was reported of them later. */
export type DomainResult = {
  domain: string
  mails: number
  accepted: number
  refused: number
  waiting: number
  other: number
  bounced: number
  complained: number
  left: number
}

/** The domains with the most readers of an issue. */
export async function listDomainResults(db: Db, issueId: number, limit: number): Promise<DomainResult[]> {
  const { rows } = await sql<DomainResult>`
    select ${DOMAIN} as domain, count(*) as mails,
      ${counted(sql`d.state in ('accepted', 'doubtful')`)} as accepted, ${counted(sql`d.state = 'refused'`)} as refused,
      ${counted(sql`d.state in ('queued', 'joined', 'leased', 'posting')`)} as waiting, ${counted(sql`d.state = 'withheld'`)} as other,
      ${counted(heard('failed'))} as bounced, ${counted(heard('complaint'))} as complained, ${counted(HAS_LEFT)} as "left"
    from deliveries as d join subscribers as s on s.id = d.subscriber_id join issues as i on i.id = d.issue_id
    where d.issue_id = ${issueId} group by 1 order by 2 desc, 1 limit ${limit}`.execute(db)
  return rows
}

// What stands behind the last @: everything before it is cut away. Both databases read it so.
const DOMAIN = sql`replace(s.canonical, rtrim(s.canonical, replace(s.canonical, '@', '')), '')`

const counted = (isSo: RawBuilder<unknown>): RawBuilder<number> => sql<number>`sum(case when ${isSo} then 1 else 0 end)`

const heard = (kind: 'failed' | 'complaint'): RawBuilder<unknown> =>
  sql`exists (select 1 from delivery_news as n where n.delivery_id = d.id and n.kind = ${sql.lit(kind)})`

/** Who leaves within three days of a mail left because of it, as far as anybody can tell. */
const HAS_LEFT = sql`d.settled_at is not null and exists (
  select 1 from subscriptions as q where q.subscriber_id = d.subscriber_id and q.digest_id = i.digest_id
    and q.state = 'ended' and q.ended_at >= d.settled_at and q.ended_at < d.settled_at + ${sql.lit(3 * DAY)})`

export type ResultsAt = { at: Instant; accepted: number; refused: number; deferred: number; bounced: number; complained: number }

/** The same over time, in steps of so many milliseconds; steps in which nothing happened are left out. */
export async function listResultsOverTime(db: Db, issueId: number, step: number): Promise<ResultsAt[]> {
  const at = (column: string): RawBuilder<unknown> => sql`(${sql.ref(column)} / ${sql.lit(step)}) * ${sql.lit(step)}`
  const { rows } = await sql<{ at: number; what: keyof Omit<ResultsAt, 'at'>; count: number }>`
    select ${at('settled_at')} as at, state as what, count(*) as count from deliveries
      where issue_id = ${issueId} and state in ('accepted', 'refused') and settled_at is not null group by 1, 2
    union all select ${at('a.ended_at')}, 'deferred', count(*) from attempts as a join deliveries as d on d.id = a.delivery_id
      where d.issue_id = ${issueId} and a.outcome = 'deferred' group by 1
    union all select ${at('n.heard_at')}, case when n.kind = 'complaint' then 'complained' else 'bounced' end, count(*)
      from delivery_news as n join deliveries as d on d.id = n.delivery_id
      where d.issue_id = ${issueId} and n.kind in ('failed', 'complaint') group by 1, 2`.execute(db)
  const steps = new Map<number, ResultsAt>()
  for (const row of rows) {
    const found = steps.get(row.at) ?? { at: row.at, accepted: 0, refused: 0, deferred: 0, bounced: 0, complained: 0 }
    steps.set(row.at, { ...found, [row.what]: found[row.what] + row.count })
  }
  return [...steps.values()].sort((one, other) => one.at - other.at)
}

/** When the first and the last mail of an issue were over. */
export async function findSpan(db: Db, issueId: number): Promise<{ first: Instant; last: Instant } | undefined> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(settled_at) as first, max(settled_at) as last from deliveries
    where issue_id = ${issueId} and state in ('accepted', 'refused', 'doubtful')`.execute(db)
  const [row] = rows
  return !row || row.first === null || row.last === null ? undefined : { first: row.first, last: row.last }
}
