import { DAY, type Instant } from '../../domain/instant.ts'
import { countEnds, listJustSent, markSent, type SentIssue } from '../../store/sent-issues.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { tellHooks } from '../tell-hooks.ts'

const LOOKS_BACK = 7 * DAY

/** Notes issues of which nothing waits any more, and tells those who asked for that. */
export async function noteSentIssues({ db }: Store, now: Instant): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const issues = await listJustSent(tx, now - LOOKS_BACK)
    const noted: typeof issues = []
    for (const issue of issues) if (await markSent(tx, issue.id, now)) noted.push(issue)
    await tellHooks(tx, noted.length > 0 ? ['issue.sent'] : [], () =>
      Promise.all(noted.map(async (issue) => ({ kind: 'issue.sent' as const, at: now, data: await told(tx, issue) }))),
    )
    return noted.length
  })
}

async function told(tx: Db, { id, digest, number }: SentIssue): Promise<object> {
  const { accepted = 0, refused = 0, doubtful = 0, withheld = 0 } = await countEnds(tx, id)
  return { issue: id, digest, number, sent: accepted, failed: refused, doubtful, withheld }
}
