import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/** What a copy for thinking about the future does without: what was sent and said before, and everything about people's doors. */
const LEFT_OUT = new Set([
  'address_changes',
  'answered_requests',
  'api_keys',
  'attempts',
  'audit',
  'bulk_changes',
  'bulk_runs',
  'caught_messages',
  'consents',
  'cuts',
  'delivery_news',
  'desk_links',
  'desk_sessions',
  'failed_sign_ins',
  'heartbeats',
  'hook_events',
  'hook_posts',
  'hooks',
  'import_blocks',
  'import_verdicts',
  'imports',
  'issue_clicks',
  'issue_looks',
  'issue_parts',
  'issue_printings',
  'issue_tallies',
  'kysely_migration',
  'kysely_migration_lock',
  'notices',
  'open_briefings',
  'paces',
  'parts',
  'people',
  'pictures',
  'private_feeds',
  'report_tallies',
  'saved_filters',
  'sign_ups',
  'suppression_log',
  'test_mails',
  'unmatched_reports',
  'wordings',
  'working_copies',
])

/** Rows that are read at once, and rows that are written with one statement. */
const READ = 5000
const WRITTEN = 500

/** Issues that may still share stories with the next ones: the newest of each digest, and all that were due lately. */
export type Kept = { newestIssues: number; dueSince: number }

/**
 * Copies who reads, what they chose, what was published and what the latest issues held into an empty SQLite database of the same schema,
 * from either kind. Nothing else may write to it meanwhile. What a row refers to may be left out, or come only later, such as the older
 * issue that a new one corrects: the copy does not ask.
 */
export async function copyDatabase(from: Db, to: Db, kept: Kept): Promise<void> {
  await sql`pragma foreign_keys = off`.execute(to)
  const issueIds = await recentIssues(from, kept)
  for (const table of await tablesOf(to)) {
    await sql`delete from ${sql.table(table.name)}`.execute(to)
    await copyTable(from, to, { ...table, issueIds })
  }
}

type Copied = { name: string; hasId: boolean; hasIssue: boolean }

async function tablesOf(db: Db): Promise<Copied[]> {
  const found = (await db.introspection.getTables()).filter(
    ({ name }) => !LEFT_OUT.has(name) && !/^(sqlite_|searchable|reader_words)/.test(name),
  )
  return found.map(({ name, columns }) => ({ name, hasId: has(columns, 'id'), hasIssue: name !== 'issues' && has(columns, 'issue_id') }))
}

const has = (columns: { name: string }[], name: string): boolean => columns.some((column) => column.name === name)

async function recentIssues(db: Db, { newestIssues, dueSince }: Kept): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id, due_at, state, row_number() over (partition by digest_id order by number desc) as age from issues) as aged
    where age <= ${newestIssues} or due_at >= ${dueSince} or state <> 'addressed' order by id`.execute(db)
  return rows.map(({ id }) => id)
}

async function copyTable(from: Db, to: Db, { name, hasId, hasIssue, issueIds }: Copied & { issueIds: number[] }): Promise<void> {
  if (hasIssue && issueIds.length === 0) return
  const ofIssues = hasIssue ? sql`and issue_id in (${sql.join(issueIds)})` : sql``
  const few = name === 'issues' ? sql`and id in (${issueIds.length > 0 ? sql.join(issueIds) : sql`null`})` : ofIssues
  for (let after = 0; ;) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(name)} where ${hasId ? sql`id > ${after}` : sql`true`} ${few}
      ${hasId ? sql`order by id limit ${READ}` : sql``}`.execute(from)
    // Nobody searches a copy.
    await insertRows(to, name, name === 'subscribers' ? rows.map((row) => ({ ...row, words: null })) : rows)
    if (!hasId || rows.length < READ) return
    after = Number(rows.at(-1)?.['id'])
  }
}

async function insertRows(to: Db, table: string, rows: Record<string, unknown>[]): Promise<void> {
  for (let start = 0; start < rows.length; start += WRITTEN) {
    const some = rows.slice(start, start + WRITTEN)
    const columns = Object.keys(some[0] ?? {})
    const values = some.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(values)}`.execute(
      to,
    )
  }
}
