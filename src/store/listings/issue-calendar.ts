import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { countSubscriptions } from './count-subscriptions.ts'

/** An issue in the calendar. `readers`: those whom it was addressed to; `gone`: how many of their mails are over. */
export type CalendarIssue = {
  id: number
  digest: string
  names: Names
  number: number
  /** `held` whatever else it is, where it is held. */
  state: 'draft' | 'approved' | 'addressed' | 'skipped' | 'held'
  dueAt: Instant
  correctsId: number | null
  stories: number
  readers: number
  gone: number
}

/** The issues that were or are due within a stretch of time, the earliest first; of one digest, where it is named. */
export async function listCalendarIssues(
  db: Db,
  wanted: { from: Instant; until: Instant; digest?: string | undefined },
): Promise<CalendarIssue[]> {
  const { from, until, digest = '' } = wanted
  const { rows } = await sql<IssueRow>`${ISSUES}
    where i.due_at >= ${from} and i.due_at < ${until} and (${digest} = '' or d.slug = ${digest}) order by i.due_at, i.id limit 500`.execute(
    db,
  )
  return rows.map(named)
}

export const ISSUE_STATES = ['draft', 'approved', 'addressed', 'held', 'skipped'] as const
export type IssueState = (typeof ISSUE_STATES)[number]

type Sought = {
  digest?: string | undefined
  state?: IssueState | undefined
  search?: string
  /** Behind which issue to go on. */
  before?: { dueAt: Instant; id: number } | undefined
  limit: number
}

/** Issues of all times, the newest first: of a digest, in a state, with these words in the title of a story. */
export async function findIssues(db: Db, { digest = '', state, search = '', before, limit }: Sought): Promise<CalendarIssue[]> {
  const like = `%${search.toLowerCase().replaceAll(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  const conditions = [
    sql`(${digest} = '' or d.slug = ${digest})`,
    ...(state ? [sql`${IS_IN[state]}`] : []),
    ...(search === ''
      ? []
      : [
          sql`exists (select 1 from issue_stories as s join briefings as b on b.id = s.briefing_id
            where s.issue_id = i.id and lower(b.title) like ${like} escape '\\')`,
        ]),
    ...(before ? [sql`(i.due_at < ${before.dueAt} or (i.due_at = ${before.dueAt} and i.id < ${before.id}))`] : []),
  ]
  const { rows } = await sql<IssueRow>`${ISSUES}
    where ${sql.join(conditions, sql` and `)} order by i.due_at desc, i.id desc limit ${limit}`.execute(db)
  return rows.map(named)
}

/** A draft that approves itself within a minute waits for nobody. */
export const WAITS_FOR_YES = sql<boolean>`i.state = 'draft' and i.held_at is null and (d.approval = 'person' or i.waits_for_yes = 1)`

const IS_IN: Record<IssueState, RawBuilder<boolean>> = {
  draft: WAITS_FOR_YES,
  approved: sql`i.state = 'approved' and i.held_at is null`,
  addressed: sql`i.state = 'addressed' and i.held_at is null`,
  skipped: sql`i.state = 'skipped' and i.held_at is null`,
  held: sql`i.held_at is not null`,
}

type IssueRow = Omit<CalendarIssue, 'names'> & { names: string }

const ISSUES = sql`
  select i.id, d.slug as digest, d.names, i.number, case when i.held_at is null then i.state else 'held' end as state, i.due_at as "dueAt",
    i.corrects_id as "correctsId", (select count(*) from issue_stories as s where s.issue_id = i.id) as stories,
    coalesce(t.readers, 0) as readers, coalesce(c.gone, 0) as gone
  from issues as i join digests as d on d.id = i.digest_id
  left join issue_tallies as t on t.issue_id = i.id and t.reason = 'addressed'
  left join issue_counts as c on c.issue_id = i.id`

const named = (row: IssueRow): CalendarIssue => ({ ...row, names: JSON.parse(row.names) as Names })

const AT_ONCE = 20_000

/** How many read each digest, by its slug. */
export async function countReaders(db: Db): Promise<Map<string, number>> {
  const byDigest = await countSubscriptions(db, {
    select: (within) => sql`select u.digest_id as named, count(*) as count from subscriptions as u where ${within} group by u.digest_id`,
    atOnce: AT_ONCE,
  })
  const digests = await db.selectFrom('digests').select(['id', 'slug']).execute()
  return new Map(digests.flatMap(({ id, slug }) => (byDigest.has(id) ? [[slug, byDigest.get(id) ?? 0] as const] : [])))
}

/** The dates that people have taken out of schedules, by the digest's slug. */
export async function listSkippedDates(db: Db): Promise<{ digest: string; date: string; by: string }[]> {
  const rows = db.selectFrom('digest_skips').innerJoin('digests', 'digests.id', 'digest_id')
  return rows.select(['slug as digest', 'date', 'skipped_by as by']).orderBy('date').execute()
}
