import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '../../domain/instant.ts'
import type { Issue } from '../../domain/issue.ts'
import { addToTally, markAddressed, takeChunk, waitForOthers } from '../../store/addressing.ts'
import { findCopiesEnd, findCorrection, insertCorrections, isStillLeaving, type Correction } from '../../store/corrections.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findIssue } from '../../store/issues.ts'

/**
 * Queues a correction for exactly those who got an earlier printing, at once whatever their hour, in steps that others carry on. Where a
 * mail of the earlier printing is at its final dot at this moment, it waits until that has ended: nobody could tell yet who got it.
 */
export async function addressCorrection({ db }: Store, issue: Issue, { now, size }: { now: Instant; size: number }): Promise<number> {
  const correction = await findCorrection(db, issue)
  if (!correction) throw new Error(`Issue ${issue.id} corrects nothing`)
  let queued = 0
  for (let after = issue.addressedThrough; ;) {
    const to = await findCopiesEnd(db, correction, { after, limit: size })
    if (to === undefined) break
    const done = await db.transaction().execute((tx) => queueStep(tx, correction, { issue, after, to }))
    if (done === 'wait') return queued
    const current = await findIssue(db, issue.id)
    if (current?.state !== 'approved' || current.approvedAt !== issue.approvedAt) return queued
    queued += done
    after = current.addressedThrough
    await nextTurn()
  }
  await markAddressed(db, issue.id, now)
  return queued
}

type Step = { issue: Issue; after: number; to: number }

async function queueStep(tx: Db, correction: Correction, { issue, after, to }: Step): Promise<number | 'wait'> {
  await waitForOthers(tx)
  if (await isStillLeaving(tx, correction, { after, to })) return 'wait'
  if (!(await takeChunk(tx, { issueId: issue.id, digestId: issue.digestId, after, to, approvedAt: issue.approvedAt }))) return 0
  const queued = await insertCorrections(tx, correction, { after, to, dueAt: issue.releaseAt ?? issue.dueAt })
  if (queued > 0) await addToTally(tx, issue.id, 'addressed', queued)
  return queued
}
