import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { BECAUSE_OF_IT, LEADING, isOfKind } from './delivery-kinds.ts'

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
export type DomainResult = { domain: string; mails: number } & Record<(typeof IN_TABLE)[number], number>

const IN_TABLE = ['accepted', 'waiting', 'refused', 'doubtful', 'withheld', 'bounced', 'complained', 'left'] as const

/** The domains with the most readers of an issue. */
export async function listDomainResults(db: Db, issueId: number, limit: number): Promise<DomainResult[]> {
  const counted = IN_TABLE.map((kind) => sql`sum(case when ${isOfKind(kind)} then 1 else 0 end) as ${sql.ref(kind)}`)
  const { rows } = await sql<DomainResult>`
    select ${DOMAIN} as domain, count(*) as mails, ${sql.join(counted)} from deliveries as d join subscribers as s on s.id = d.subscriber_id
    where d.issue_id = ${issueId} group by 1 order by 2 desc, 1 limit ${limit}`.execute(db)
  return rows
}

// What stands behind the last @: everything before it is cut away. Both databases read it so.
const DOMAIN = sql`replace(s.canonical, rtrim(s.canonical, replace(s.canonical, '@', '')), '')`

/** What is told over time. */
export const OVER_TIME = ['accepted', 'deferred', 'refused', 'bounced', 'complained', 'left'] as const
export type ResultsAt = { at: Instant } & Record<(typeof OVER_TIME)[number], number>

/** Each of these with when it happened; how many deliveries they are about is what is counted. */
const happened = (issueId: number): RawBuilder<unknown> => sql`
  select d.id, d.settled_at as at, d.state as what from deliveries as d
    where d.issue_id = ${issueId} and d.state in ('accepted', 'refused') and d.settled_at is not null
  union all select d.id, a.ended_at, 'deferred' from attempts as a join deliveries as d on d.id = a.delivery_id
    where d.issue_id = ${issueId} and a.outcome = 'deferred'
  union all select d.id, n.heard_at, case when n.kind = 'complaint' then 'complained' else 'bounced' end
    from deliveries as d join delivery_news as n on n.delivery_id = ${LEADING}
    where d.issue_id = ${issueId} and n.kind in ('failed', 'complaint')
  union all select d.id, q.ended_at, 'left' from deliveries as d join subscriptions as q on q.subscriber_id = d.subscriber_id
    where d.issue_id = ${issueId} and d.settled_at is not null and ${BECAUSE_OF_IT}`

/** What happened to the mails of an issue in steps of so many milliseconds; steps in which nothing happened are left out. */
export async function listResultsOverTime(db: Db, issueId: number, step: number): Promise<ResultsAt[]> {
  const { rows } = await sql<{ at: number; what: keyof Omit<ResultsAt, 'at'>; count: number }>`
    select (at / ${sql.lit(step)}) * ${sql.lit(step)} as at, what, count(distinct id) as count
    from (${happened(issueId)}) as happened group by 1, 2`.execute(db)
  const steps = new Map<number, ResultsAt>()
  for (const row of rows) {
    const found = steps.get(row.at) ?? { at: row.at, accepted: 0, deferred: 0, refused: 0, bounced: 0, complained: 0, left: 0 }
    steps.set(row.at, { ...found, [row.what]: row.count })
  }
  return [...steps.values()].sort((one, other) => one.at - other.at)
}

/** How many mails were put off at least once, came back, were complained of, or were followed by their reader's leaving. */
export async function countNews(db: Db, issueId: number): Promise<Record<'deferred' | 'bounced' | 'complained' | 'left', number>> {
  const { rows } = await sql<{ what: 'deferred' | 'bounced' | 'complained' | 'left'; count: number }>`
    select what, count(distinct id) as count from (${happened(issueId)}) as happened
    where what not in ('accepted', 'refused') group by what`.execute(db)
  return { ...{ deferred: 0, bounced: 0, complained: 0, left: 0 }, ...Object.fromEntries(rows.map(({ what, count }) => [what, count])) }
}

/** When the first and the last mail of an issue were over. */
export async function findSpan(db: Db, issueId: number): Promise<{ first: Instant; last: Instant } | undefined> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(settled_at) as first, max(settled_at) as last from deliveries
    where issue_id = ${issueId} and state in ('accepted', 'refused', 'doubtful')`.execute(db)
  const [row] = rows
  return !row || row.first === null || row.last === null ? undefined : { first: row.first, last: row.last }
}
