import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { WAITS_FOR_YES } from './issue-calendar.ts'

/** How many of each wait for a person. */
export type WaitingForPerson = {
  drafts: number
  heldIssues: number
  doubtful: number
  heldAddresses: number
  unmatched: number
}

/** Everything that a person should decide; each count comes from few rows or an index of its own. */
export async function countWaiting(db: Db): Promise<WaitingForPerson> {
  const { rows } = await sql<WaitingForPerson>`select
    (select count(*) from issues as i join digests as d on d.id = i.digest_id where ${WAITS_FOR_YES}) as drafts,
    (select count(*) from issues where held_at is not null) as "heldIssues",
    (select count(*) from deliveries where state = 'doubtful') as doubtful,
    (select count(*) from held_suppressions) as "heldAddresses",
    (select count(*) from unmatched_reports) as unmatched`.execute(db)
  return rows[0] ?? { drafts: 0, heldIssues: 0, doubtful: 0, heldAddresses: 0, unmatched: 0 }
}

export type FrontIssue = {
  id: number
  digest: string
  names: Names
  number: number
  state: string
  dueAt: Instant
  heldReason: string | null
  stories: number
  /** Readers for whom it holds something, and how many of their mails are over, well or not. */
  readers: number
  gone: number
  failed: number
}

type IssueRow = Omit<FrontIssue, 'names'> & { names: string }

/** Issues that are due within a stretch of time, the next first. It adds up counts that are kept, and walks through no deliveries. */
export async function listIssuesDue(db: Db, { from, until }: { from: Instant; until: Instant }): Promise<FrontIssue[]> {
  const { rows } =
    await sql<IssueRow>`${ISSUES} where i.due_at >= ${from} and i.due_at < ${until} order by i.due_at, i.id limit 50`.execute(db)
  return rows.map(named)
}

/** Issues of which mails still wait or are under way, among those that became due since then. */
export async function listIssuesGoing(db: Db, since: Instant): Promise<FrontIssue[]> {
  const { rows } = await sql<IssueRow>`${ISSUES}
    where i.due_at >= ${since} and i.state <> 'draft' and i.held_at is null and i.addressed_through > 0
      and i.sent_at is null and coalesce(t.readers, 0) > coalesce(c.gone, 0)
      and (select 1 from deliveries as d where d.issue_id = i.id and d.state in ('queued', 'leased', 'posting') limit 1) is not null
    order by i.due_at desc, i.id desc limit 10`.execute(db)
  return rows.map(named)
}

const ISSUES = sql`
  select i.id, d.slug as digest, d.names, i.number, case when i.held_at is null then i.state else 'held' end as state, i.due_at as "dueAt",
    i.held_reason as "heldReason", (select count(*) from issue_stories as s where s.issue_id = i.id) as stories,
    coalesce(t.readers, 0) as readers, coalesce(c.gone, 0) as gone, coalesce(c.failed, 0) as failed
  from issues as i join digests as d on d.id = i.digest_id
  left join issue_tallies as t on t.issue_id = i.id and t.reason = 'addressed'
  left join issue_counts as c on c.issue_id = i.id`

const named = ({ names, ...row }: IssueRow): FrontIssue => ({ ...row, names: JSON.parse(names) as Names })

export type HourOfMail = { hour: Instant; accepted: number; refused: number; bounced: number; complained: number }

/** What became of mails, by the hour in which they left. */
export async function listHoursOfMail(db: Db, since: Instant): Promise<HourOfMail[]> {
  const { rows } = await sql<HourOfMail>`
    select hour, sum(accepted) as accepted, sum(refused) as refused, sum(bounced) as bounced, sum(complained) as complained
    from reputation_hours where hour >= ${since} group by hour order by hour`.execute(db)
  return rows
}
