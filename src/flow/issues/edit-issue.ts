import type { Language } from '../../domain/briefing.ts'
import { cleanLines, cleanText } from '../../domain/clean-text.ts'
import { editStories, type DraftStories, type StoryEdit } from '../../domain/edit-stories.ts'
import type { Instant } from '../../domain/instant.ts'
import { LONGEST_INTRODUCTION, LONGEST_SUBJECT } from '../../domain/issue-words.ts'
import { wordLanguages } from '../../render/words.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findEdits, lockDraft, saveEdits, type IssueEdits } from '../../store/issue-edits.ts'
import { findIssue, listIssueStories, replaceStories } from '../../store/issues.ts'
import { listNewestRevisions } from '../../store/revisions.ts'

/** What an editor changes in a draft. An empty subject or introduction takes what stood there away. */
export type IssueEdit = Exclude<StoryEdit, { kind: 'take-revision' }> | { kind: 'newest'; briefingId: number } | WordEdit

export type Edited =
  | { ok: true; changes: number }
  | { ok: false; reason: 'no-such-issue' | 'not-draft' | 'changed-meanwhile' | 'no-such-story' | 'no-such-language' | 'too-long' }

/** `changes`: after how many changes the editor saw it; somebody else's since then are not overwritten. */
type Wanted = { issueId: number; edit: IssueEdit; changes?: number | undefined }

/**
 * Changes a draft. What was approved is never touched: of an issue that is held while it goes out, words may be written for its next
 * printing (correct-issue.ts), and nothing else.
 */
export async function editIssue(store: Store, wanted: Wanted, by: Actor, now: Instant): Promise<Edited> {
  if (!(await findIssue(store.db, wanted.issueId))) return { ok: false, reason: 'no-such-issue' }
  return store.db.transaction().execute((tx) => editInside(tx, wanted, by, now))
}

async function editInside(tx: Db, { issueId, edit, changes }: Wanted, by: Actor, now: Instant): Promise<Edited> {
  if (!(await lockDraft(tx, issueId)) && !(isWordEdit(edit) && (await isHeld(tx, issueId)))) return { ok: false, reason: 'not-draft' }
  const edits = await findEdits(tx, issueId)
  if (changes !== undefined && changes !== edits.changes) return { ok: false, reason: 'changed-meanwhile' }
  const stories = await listIssueStories(tx, issueId)
  const done = isWordEdit(edit) ? sayWords(edits, edit) : await arrange(tx, { stories, edits }, edit)
  if (!done.ok) return done
  await saveEdits(tx, issueId, done.edits)
  if (done.stories) await replaceStories(tx, issueId, done.stories)
  const deed = { action: `issue.${edit.kind}`, subject: `issue:${issueId}`, before: done.before, after: done.after }
  await writeDeed(tx, by, deed, now)
  return { ok: true, changes: edits.changes + 1 }
}

const isHeld = async (tx: Db, issueId: number): Promise<boolean> => {
  const issue = await findIssue(tx, issueId)
  return issue !== undefined && issue.heldReason !== null && issue.state !== 'skipped'
}

type Done =
  { ok: true; edits: IssueEdits; stories?: DraftStories['stories']; before: unknown; after: unknown } | Extract<Edited, { ok: false }>

type WordEdit = { kind: 'subject' | 'introduction'; language: Language; text: string }

const isWordEdit = (edit: IssueEdit): edit is WordEdit => edit.kind === 'subject' || edit.kind === 'introduction'

function sayWords(edits: IssueEdits, { kind, language, text }: WordEdit): Done {
  if (!wordLanguages().includes(language)) return { ok: false, reason: 'no-such-language' }
  const said = kind === 'subject' ? cleanText(text) : cleanLines(text).trim()
  if ([...said].length > (kind === 'subject' ? LONGEST_SUBJECT : LONGEST_INTRODUCTION)) return { ok: false, reason: 'too-long' }
  const field = kind === 'subject' ? 'subjects' : 'introductions'
  const { [language]: before, ...others } = edits.words[field]
  const words = { ...edits.words, [field]: said === '' ? others : { ...others, [language]: said } }
  return { ok: true, edits: { ...edits, words }, before: { [language]: before ?? '' }, after: { [language]: said } }
}

async function arrange(
  tx: Db,
  { stories, edits }: { stories: DraftStories['stories']; edits: IssueEdits },
  edit: Exclude<IssueEdit, WordEdit>,
): Promise<Done> {
  const wanted = edit.kind === 'newest' ? await newestOf(tx, edit.briefingId) : edit
  const after = wanted && editStories({ stories, leftOut: edits.leftOut }, wanted)
  if (!wanted || !after) return { ok: false, reason: 'no-such-story' }
  const told = (draft: DraftStories) => ({
    stories: draft.stories.map(({ briefingId, revision, isPinned }) => `${briefingId}.${revision}${isPinned ? ' pinned' : ''}`),
    leftOut: draft.leftOut.map(({ briefingId }) => briefingId),
  })
  const before = told({ stories, leftOut: edits.leftOut })
  return { ok: true, edits: { ...edits, leftOut: after.leftOut }, stories: after.stories, before, after: told(after) }
}

async function newestOf(tx: Db, briefingId: number): Promise<StoryEdit | undefined> {
  const revision = (await listNewestRevisions(tx, [briefingId])).get(briefingId)
  return revision === undefined ? undefined : { kind: 'take-revision', briefingId, revision }
}
