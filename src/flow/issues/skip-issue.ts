import { nextCuts } from '../../domain/digest-schedule.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { addSkip, dropSkip } from '../../store/digest-skips.ts'
import { advanceDigest, findDigest, getDigest } from '../../store/digests.ts'
import { lockDraft } from '../../store/issue-edits.ts'
import { findIssue, markSkipped } from '../../store/issues.ts'

/** `goOn`: its stories come with the next issue; else a later one has been cut already, and they are given up. */
export type Skipped = { ok: true; storiesGoOn: boolean } | { ok: false; reason: 'no-such-issue' | 'not-draft' }

/** Lets a draft fall out. As long as no later issue was cut, the next one takes its stories along. */
export async function skipIssue(store: Store, issueId: number, by: Actor, now: Instant): Promise<Skipped> {
  return store.db.transaction().execute(async (tx): Promise<Skipped> => {
    const issue = await findIssue(tx, issueId)
    if (!issue) return { ok: false, reason: 'no-such-issue' }
    if (!(await lockDraft(tx, issueId))) return { ok: false, reason: 'not-draft' }
    await markSkipped(tx, issueId)
    const digest = await getDigest(tx, issue.digestId)
    const isLatest = issue.correctsId === null && digest.release === 'fixed' && digest.nextNumber === issue.number + 1
    const storiesGoOn = isLatest && (await advanceDigest(tx, digest, { ...digest, seqUntil: issue.seqFrom }))
    const deed = { action: 'issue.skip', subject: `issue:${issueId}`, before: { state: 'draft' }, after: { state: 'skipped', storiesGoOn } }
    await writeDeed(tx, by, deed, now)
    return { ok: true, storiesGoOn }
  })
}

export type DateSkipped = { ok: true } | { ok: false; reason: 'no-such-digest' | 'no-such-date' }

type Skip = { digest: string; date: string; isSkipped: boolean }

/** Leaves one coming date of a digest out, or takes it in again; what would have come on it comes on the next. */
export async function skipDate(store: Store, { digest: slug, date, isSkipped }: Skip, by: Actor, now: Instant): Promise<DateSkipped> {
  return store.db.transaction().execute(async (tx): Promise<DateSkipped> => {
    const digest = await findDigest(tx, slug)
    if (!digest) return { ok: false, reason: 'no-such-digest' }
    if (isSkipped && !isComing(digest.schedule, date, now)) return { ok: false, reason: 'no-such-date' }
    const changed = isSkipped
      ? await addSkip(tx, { digestId: digest.id, date, by: by.name }, now)
      : await dropSkip(tx, { digestId: digest.id, date })
    if (!changed) return isSkipped ? { ok: true } : { ok: false, reason: 'no-such-date' }
    await tellOf(tx, { slug, date, isSkipped }, by, now)
    return { ok: true }
  })
}

const tellOf = (
  tx: Db,
  { slug, date, isSkipped }: { slug: string; date: string; isSkipped: boolean },
  by: Actor,
  now: Instant,
): Promise<void> =>
  writeDeed(tx, by, { action: isSkipped ? 'digest.skip-date' : 'digest.take-date', subject: `digest:${slug}`, after: { date } }, now)

const FAR = 400

function isComing(schedule: Parameters<typeof nextCuts>[0], date: string, now: Instant): boolean {
  const dateOf = (at: Instant): string =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.zone).toPlainDate().toString()
  return nextCuts(schedule, now, FAR).some((at) => dateOf(at) === date)
}
