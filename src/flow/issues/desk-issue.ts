import type { Language } from '../../domain/briefing.ts'
import type { Digest } from '../../domain/digest.ts'
import type { Issue, IssueStory } from '../../domain/issue.ts'
import type { IssueWords } from '../../domain/issue-words.ts'
import type { Names } from '../../domain/topic.ts'
import { countEarlierCopies } from '../../store/corrections.ts'
import type { Db } from '../../store/dialect.ts'
import { findEdits } from '../../store/issue-edits.ts'
import { findLook, type Look } from '../../store/issue-looks.ts'
import { findIssue } from '../../store/issues.ts'
import { listPrintings, type Printing } from '../../store/printings.ts'
import { listNewestRevisions, listRevisions } from '../../store/revisions.ts'
import { listTopics } from '../../store/topics.ts'
import type { Publication } from '../publication.ts'
import { hashParts, renderParts } from '../render-parts.ts'
import { nextPrinting } from './correct-issue.ts'
import { planOf } from './issue-plan.ts'

/** A story as the desk shows it. `newest`: there is a later wording of it. */
export type DeskStory = IssueStory & { title: string; language: Language; newest: boolean }

/** An issue with everything that its editors see. */
export type DeskIssue = {
  issue: Issue
  digest: Digest
  stories: DeskStory[]
  leftOut: DeskStory[]
  words: IssueWords
  changes: number
  topics: Map<number, Names>
  /** Of what is approved, or of the draft as it would be approved now. */
  partsHash: string
  printings: Printing[]
  /** What a correction would change; only of an issue that is held while it goes out. */
  next: { partsHash: string; changed: IssueStory[]; hasNewWords: boolean } | undefined
  /** How many got an earlier printing that lacks something. */
  earlierCopies: number
  look: Look | undefined
  /** What its parts are now is what this person saw last. */
  isSeen: boolean
}

export async function findDeskIssue(
  db: Db,
  { id, personId }: { id: number; personId: number },
  publication: Publication,
): Promise<DeskIssue | undefined> {
  const issue = await findIssue(db, id)
  if (!issue) return undefined
  const plan = await planOf(db, issue)
  const { leftOut } = await findEdits(db, id)
  const known = await describe(db, [...plan.stories, ...leftOut])
  const topics = new Map((await listTopics(db)).map((topic) => [topic.id, topic.names]))
  const isOut = issue.state === 'approved' || issue.state === 'addressed'
  const partsHash = isOut ? (issue.partsHash ?? '') : hashParts(await renderParts(db, plan, publication))
  const look = await findLook(db, { issueId: id, personId })
  return {
    ...{
      issue,
      digest: plan.digest,
      words: plan.words ?? { subjects: {}, introductions: {} },
      changes: plan.changes,
      topics,
      partsHash,
      look,
    },
    stories: plan.stories.map((story) => ({ ...story, ...known(story) })),
    leftOut: leftOut.map((story) => ({ ...story, ...known(story) })),
    printings: await listPrintings(db, id),
    next: isOut && issue.heldReason !== null ? await nextPrinting(db, issue, publication) : undefined,
    earlierCopies: issue.printing > 1 ? await countEarlierCopies(db, issue) : 0,
    isSeen: look?.partsHash === partsHash,
  }
}

async function describe(db: Db, stories: IssueStory[]) {
  const contents = new Map((await listRevisions(db, stories)).map((one) => [`${one.briefingId} ${one.revision}`, one.content]))
  const newest = await listNewestRevisions(
    db,
    stories.map(({ briefingId }) => briefingId),
  )
  return ({ briefingId, revision }: IssueStory): Omit<DeskStory, keyof IssueStory> => {
    const content = contents.get(`${briefingId} ${revision}`)
    return { title: content?.title ?? '', language: content?.language ?? 'en', newest: (newest.get(briefingId) ?? revision) > revision }
  }
}

export type SinceLook = { kind: 'new' | 'gone' | 'reworded' | 'moved'; title: string }

/** What has come, gone or been worded anew since a person looked last. */
export function changesSince(look: Look, stories: DeskStory[]): SinceLook[] {
  const now = new Map(stories.map((story) => [story.briefingId, story]))
  const then = new Map(look.stories.map((story) => [story.briefingId, story]))
  return [
    ...stories.flatMap(({ briefingId, title, revision, position }): SinceLook[] => {
      const before = then.get(briefingId)
      if (!before) return [{ kind: 'new' as const, title }]
      if (before.revision !== revision) return [{ kind: 'reworded' as const, title }]
      return before.position === position ? [] : [{ kind: 'moved' as const, title }]
    }),
    ...look.stories.filter(({ briefingId }) => !now.has(briefingId)).map(({ title }) => ({ kind: 'gone' as const, title })),
  ]
}
