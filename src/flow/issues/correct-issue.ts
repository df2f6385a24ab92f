import type { Instant } from '../../domain/instant.ts'
import type { Issue, IssueStory } from '../../domain/issue.ts'
import { positionsOf } from '../../domain/positions.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findEdits } from '../../store/issue-edits.ts'
import { findIssue, markPrinted, reviseStories } from '../../store/issues.ts'
import { freezeParts, listFrames, listParts, type FrozenPart } from '../../store/parts.ts'
import { insertPrinting } from '../../store/printings.ts'
import { listNewestRevisions } from '../../store/revisions.ts'
import type { Publication } from '../publication.ts'
import { hashParts, renderParts, type IssuePlan } from '../render-parts.ts'
import { planOf } from './issue-plan.ts'

export type Corrected =
  | { ok: true; printing: number; partsHash: string; stories: number; hasNewWords: boolean }
  | { ok: false; reason: 'no-such-issue' | 'not-approved' | 'not-held' | 'nothing-new' | 'changed-meanwhile' }

type Wanted = { issueId: number; seen?: string | undefined }

/**
 * Gives an issue that is under way a new printing: its stories in their newest wording, the subject and introduction that stand there now.
 * Who has not got it yet gets this one as soon as it goes on; who got an earlier one keeps that (start-correction.ts writes to them). It
 * has to be held, so that nobody decides this while mails leave.
 */
export async function correctIssue(
  store: Store,
  { issueId, seen }: Wanted,
  by: Actor,
  { publication, now }: { publication: Publication; now: Instant },
): Promise<Corrected> {
  const issue = await findIssue(store.db, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.state !== 'approved' && issue.state !== 'addressed') return { ok: false, reason: 'not-approved' }
  if (issue.heldReason === null) return { ok: false, reason: 'not-held' }
  const next = await nextPrinting(store.db, issue, publication)
  if (!next) return { ok: false, reason: 'nothing-new' }
  if (seen !== undefined && seen !== next.partsHash) return { ok: false, reason: 'changed-meanwhile' }
  const isDone = await store.db.transaction().execute((tx) => print(tx, { issue, next, by }, now))
  if (!isDone) return { ok: false, reason: 'changed-meanwhile' }
  const { partsHash, changed, hasNewWords } = next
  return { ok: true, printing: issue.printing + 1, partsHash, stories: changed.length, hasNewWords }
}

/** What the next printing of an issue would be. */
export type NextPrinting = {
  plan: IssuePlan & { changes: number }
  parts: FrozenPart[]
  partsHash: string
  changed: IssueStory[]
  hasNewWords: boolean
}

/** Undefined when it would be the same as the one that goes out now. */
export async function nextPrinting(db: Db, issue: Issue, publication: Publication): Promise<NextPrinting | undefined> {
  const current = await planOf(db, issue)
  const newest = await listNewestRevisions(
    db,
    current.stories.map(({ briefingId }) => briefingId),
  )
  const stories = current.stories.map((story) => ({ ...story, revision: newest.get(story.briefingId) ?? story.revision }))
  const plan = { ...current, stories }
  // In the languages that its readers have it in, whatever languages there are words for by now.
  const parts = await renderParts(db, plan, publication, await listFrames(db, issue))
  const partsHash = hashParts(parts)
  if (partsHash === issue.partsHash) return undefined
  const changed = stories.filter((story, index) => story.revision !== current.stories[index]?.revision)
  const printed = await listParts(db, { issueId: issue.id, printing: issue.printing })
  return { plan, parts, partsHash, changed, hasNewWords: wordsIn(parts) !== wordsIn(printed) }
}

/** What stands in every reader's mail, whatever stories are in it. */
function wordsIn(parts: FrozenPart[]): string {
  const said = parts.flatMap(({ kind, language, format, content }) => {
    if (kind === 'summary') return [`${language} ${(JSON.parse(content) as { subject?: string }).subject ?? ''}`]
    return kind === 'opening' ? [`${language} ${format} ${content}`] : []
  })
  return said.sort().join('\n')
}

async function print(tx: Db, { issue, next, by }: { issue: Issue; next: NextPrinting; by: Actor }, now: Instant): Promise<boolean> {
  const { parts, partsHash, changed, hasNewWords, plan } = next
  const ref = { issueId: issue.id, printing: issue.printing + 1 }
  if (!(await markPrinted(tx, issue, partsHash))) return false
  if ((await findEdits(tx, issue.id)).changes !== plan.changes)
    throw new Error('The words of the issue were changed at this moment. Try again.')
  const positions = positionsOf(changed.map(({ position }) => position))
  await insertPrinting(tx, { ...ref, partsHash, frozenAt: now, frozenBy: by.name, changed: positions, hasNewWords })
  await freezeParts(tx, ref, parts)
  await reviseStories(tx, issue.id, changed)
  const before = { printing: issue.printing, partsHash: issue.partsHash }
  const after = { printing: ref.printing, partsHash, stories: changed.map(({ briefingId, revision }) => `${briefingId}.${revision}`) }
  await writeDeed(tx, by, { action: 'issue.correct', subject: `issue:${issue.id}`, before, after }, now)
  return true
}
