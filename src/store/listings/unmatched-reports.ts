import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

/** A report that is nobody's. */
export type UnmatchedReport = {
  id: number
  receivedAt: Instant
  via: string
  provider: string | null
  /** The address that it came to. */
  to: string
  why: string
  /** How long it was; we may have kept less. */
  bytes: number
}

const COLUMNS = ['id', 'received_at as receivedAt', 'via', 'provider', 'recipient as to', 'why', 'bytes'] as const

/** The newest first; `search` looks into where it came to and why it is nobody's. */
export async function listUnmatchedReports(
  db: Db,
  { search = '', limit = 100, after = 0, before = Number.MAX_SAFE_INTEGER }: { search?: string } & Partial<Within> = {},
): Promise<UnmatchedReport[]> {
  return db
    .selectFrom('unmatched_reports')
    .select(COLUMNS)
    .where('id', '>', after)
    .where('id', '<', before)
    .where(contains(['recipient', 'why', 'via'], search))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export const walkUnmatched = (db: Db, { search = '', ...onward }: { search?: string } & Onward): Promise<Walked<UnmatchedReport>> =>
  walk(db, { table: 'unmatched_reports', ...onward, isSought: search !== '', keyOf: idOf }, (within) =>
    listUnmatchedReports(db, { search, ...within }),
  )

export async function findUnmatchedReport(db: Db, id: number): Promise<(UnmatchedReport & { raw: Uint8Array }) | undefined> {
  return db
    .selectFrom('unmatched_reports')
    .select([...COLUMNS, 'raw'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export type ReportTally = { day: Instant; verdict: string; reports: number }

/** What became of the reports of each day since then. */
export async function listReportTallies(db: Db, since: Instant): Promise<ReportTally[]> {
  return db.selectFrom('report_tallies').selectAll().where('day', '>=', since).orderBy('day', 'desc').orderBy('verdict').execute()
}
