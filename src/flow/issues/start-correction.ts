import type { Digest } from '../../domain/digest.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Issue, IssueStory } from '../../domain/issue.ts'
import type { IssueWords } from '../../domain/issue-words.ts'
import { listPositions } from '../../domain/positions.ts'
import { nameIn } from '../../render/name-in.ts'
import { wordLanguages, wordsFor } from '../../render/words.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { countEarlierCopies } from '../../store/corrections.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { advanceDigest, getDigest } from '../../store/digests.ts'
import { saveEdits } from '../../store/issue-edits.ts'
import { findIssue, insertIssue, listIssueStories } from '../../store/issues.ts'
import { listPrintings } from '../../store/printings.ts'

export type CorrectionStarted =
  | { ok: true; issueId: number; number: number; readers: number }
  | { ok: false; reason: 'no-such-issue' | 'not-corrected' | 'nobody' | 'lost-race' }

/**
 * Makes the draft of an issue that goes to exactly those who got an earlier printing of another, with what has changed since then. It
 * waits for a person's yes; its subject and introduction say what it is, and can be worded anew until then.
 */
export async function startCorrection(store: Store, issueId: number, by: Actor, now: Instant): Promise<CorrectionStarted> {
  try {
    return await store.db.transaction().execute((tx) => startInside(tx, issueId, by, now))
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, reason: 'lost-race' }
    throw error
  }
}

async function startInside(tx: Db, issueId: number, by: Actor, now: Instant): Promise<CorrectionStarted> {
  const issue = await findIssue(tx, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.printing === 1) return { ok: false, reason: 'not-corrected' }
  const readers = await countEarlierCopies(tx, issue)
  if (readers === 0) return { ok: false, reason: 'nobody' }
  const digest = await getDigest(tx, issue.digestId)
  const number = digest.nextNumber
  if (!(await advanceDigest(tx, digest, { ...digest, nextNumber: number + 1 }))) return { ok: false, reason: 'lost-race' }
  const stories = (await toSetRight(tx, issue)).map((story, position) => ({ ...story, position }))
  const window = { seqFrom: digest.seqUntil, seqTo: digest.seqUntil }
  const id = await insertIssue(tx, { digestId: digest.id, number, dueAt: now, ...window, overCap: 0, stories, correctsId: issue.id }, now)
  await saveEdits(tx, id, { words: wordsAbout(issue, digest), leftOut: [], changes: 0 })
  await writeDeed(tx, by, { action: 'issue.start-correction', subject: `issue:${id}`, after: { corrects: issueId, number, readers } }, now)
  return { ok: true, issueId: id, number, readers }
}

/** The stories that changed after the first printing; where its own words did, all of them. */
async function toSetRight(tx: Db, { id }: Issue): Promise<IssueStory[]> {
  const [stories, printings] = [await listIssueStories(tx, id), await listPrintings(tx, id)]
  if (printings.some(({ hasNewWords }) => hasNewWords)) return stories
  const changed = new Set(printings.flatMap((one) => listPositions(one.changed)))
  return stories.filter(({ position }) => changed.has(position))
}

function wordsAbout({ dueAt }: Issue, { names, schedule }: Digest): IssueWords {
  const date = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(schedule.zone).toPlainDate().toString()
  const say = (key: string): Record<string, string> =>
    Object.fromEntries(
      wordLanguages().map((language) => {
        const words = wordsFor(language)
        return [language, words.say(key, { digest: nameIn(names, language).text, date: words.date(date, 'long') })]
      }),
    )
  return { subjects: say('correctionSubject'), introductions: say('correctionIntroduction') }
}
