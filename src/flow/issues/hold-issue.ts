import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { holdIssue as markHeld } from '../../store/held-issues.ts'
import { findIssue } from '../../store/issues.ts'

export type Held = { ok: true } | { ok: false; reason: 'no-such-issue' | 'held-already' | 'skipped' }

/** Lets nothing more of an issue go, because a person wants it: a draft is not approved by the clock, and no mail begins its way. */
export async function holdIssue(store: Store, { issueId, why }: { issueId: number; why: string }, by: Actor, now: Instant): Promise<Held> {
  const issue = await findIssue(store.db, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.state === 'skipped') return { ok: false, reason: 'skipped' }
  const held = { reason: `${by.name} holds it${why === '' ? '' : `: ${why}`}`, at: now }
  const isFirst = await store.db.transaction().execute((tx) => holdInside(tx, { issueId, held, action: 'issue.hold' }, by))
  return isFirst ? { ok: true } : { ok: false, reason: 'held-already' }
}

/** Told false when it was held already. */
export async function holdInside(
  tx: Db,
  { issueId, held, action }: { issueId: number; held: { reason: string; at: Instant }; action: string },
  by: Actor,
): Promise<boolean> {
  if (!(await markHeld(tx, issueId, held))) return false
  await writeDeed(tx, by, { action, subject: `issue:${issueId}`, after: { held: held.reason } }, held.at)
  return true
}
