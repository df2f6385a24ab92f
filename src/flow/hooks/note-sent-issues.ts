import { DAY, type Instant } from '../../domain/instant.ts'
import { listJustSent, markSent } from '../../store/sent-issues.ts'
import type { Store } from '../../store/dialect.ts'
import { tellHooks } from '../tell-hooks.ts'

const LOOKS_BACK = 7 * DAY

/** Notes issues of which nothing waits any more, and tells those who asked for that. */
export async function noteSentIssues({ db }: Store, now: Instant): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const issues = await listJustSent(tx, now - LOOKS_BACK)
    const noted: typeof issues = []
    for (const issue of issues) if (await markSent(tx, issue.id, now)) noted.push(issue)
    await tellHooks(tx, noted.length > 0 ? ['issue.sent'] : [], () =>
      noted.map(({ id, digest, number, gone, failed }) => ({
        kind: 'issue.sent',
        at: now,
        data: { issue: id, digest, number, sent: gone, failed },
      })),
    )
    return noted.length
  })
}
