import { DAY, type Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { pruneNews, pruneReputation, pruneSoftFailures, pruneTallies, pruneUnmatched } from '../store/prune-reports.ts'

// Longer than a report may come late (hear-news.ts), so that none is news a second time.
const NEWS = 180 * DAY
const UNMATCHED = 14 * DAY
const TALLIES = 90 * DAY
// A month is shown, and the hour in which it began.
const REPUTATION = 31 * DAY
const SOFT_FAILURES = 180 * DAY

/** Forgets what was reported long ago. Suppressions and their history stay. */
export async function pruneReports({ db }: Store, now: Instant): Promise<number> {
  const pruned = (await pruneNews(db, now - NEWS)) + (await pruneUnmatched(db, now - UNMATCHED))
  await pruneTallies(db, now - TALLIES)
  await pruneReputation(db, now - REPUTATION)
  await pruneSoftFailures(db, now - SOFT_FAILURES)
  return pruned
}
