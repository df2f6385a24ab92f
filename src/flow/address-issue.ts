import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStory } from '../domain/issue.ts'
import { reads } from '../domain/language.ts'
import { positionsOf } from '../domain/positions.ts'
import { nextHour, type ReaderHour } from '../domain/reader-hour.ts'
import { checkZone } from '../domain/time-zone.ts'
import { frameLanguage } from '../render/words.ts'
import {
  addToTally,
  countWithheld,
  findChunkEnd,
  insertAnswers,
  insertDeliveries,
  listUnanswered,
  markAddressed,
  takeChunk,
  type AddressingTable,
  type Chunk,
  type Unanswered,
} from '../store/addressing.ts'
import type { Db, Store } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findIssue, listIssuesIn, listIssueStories } from '../store/issues.ts'
import { listRevisions } from '../store/revisions.ts'

const CHUNK = 5000

/**
 * Queues the deliveries of every approved issue. It goes through the readers in chunks, each a transaction of its own that begins
 * where the last one ended, so any number of processes may do it at once, and one that dies is carried on by the next.
 */
export async function addressDue(store: Store, now: Instant, failed: (issueId: number, error: unknown) => void): Promise<number> {
  let addressed = 0
  for (const issue of await listIssuesIn(store.db, 'approved')) {
    try {
      addressed += await addressIssue(store, issue, now)
    } catch (error) {
      failed(issue.id, error)
    }
  }
  if (addressed > 0) store.dialect.bell.ring()
  return addressed
}

/** How many deliveries were queued. */
export async function addressIssue(store: Store, issue: Issue, now: Instant): Promise<number> {
  const rules = await rulesOf(store.db, issue)
  let queued = 0
  let after = issue.addressedThrough
  for (;;) {
    const to = await findChunkEnd(store.db, { digestId: issue.digestId, after, size: CHUNK })
    if (to === undefined) break
    const chunk = { issueId: issue.id, digestId: issue.digestId, after, to }
    const done = await store.db.transaction().execute((tx) => addressChunk(tx, chunk, rules))
    queued += done ?? 0
    // Somebody else took this chunk: go on from where they are.
    after = done === undefined ? ((await findIssue(store.db, issue.id))?.addressedThrough ?? to) : to
  }
  await markAddressed(store.db, issue.id, now)
  return queued
}

async function addressChunk(tx: Db, chunk: Chunk, rules: Rules): Promise<number | undefined> {
  if (!(await takeChunk(tx, chunk))) return undefined
  await insertAnswers(tx, chunk.issueId, answer(await listUnanswered(tx, chunk), rules))
  const queued = await insertDeliveries(tx, chunk)
  if (queued > 0) await addToTally(tx, chunk.issueId, 'addressed', queued)
  for (const { reason, readers } of await countWithheld(tx, chunk)) await addToTally(tx, chunk.issueId, reason, readers)
  return queued
}

type StoryLanguage = { position: number; language: Language }

/** What the answers depend on besides the readers. */
type Rules = { stories: StoryLanguage[]; releaseAt: Instant; zone: string }

async function rulesOf(db: Db, issue: Issue): Promise<Rules> {
  const digest = await getDigest(db, issue.digestId)
  return {
    stories: await languagesOf(db, await listIssueStories(db, issue.id)),
    releaseAt: issue.releaseAt ?? issue.dueAt,
    zone: digest.schedule.zone,
  }
}

async function languagesOf(db: Db, stories: IssueStory[]): Promise<StoryLanguage[]> {
  const languages = new Map((await listRevisions(db, stories)).map(({ briefingId, content }) => [briefingId, content.language]))
  return stories.map(({ position, briefingId }) => ({ position, language: languages.get(briefingId) ?? 'und' }))
}

/** The rules, applied to the few hours and language lists that readers have chosen: due times, and which stories they can read. */
function answer({ hours, lists }: Unanswered, { stories, releaseAt, zone }: Rules): AddressingTable {
  return {
    hours: hours.map(({ id, ...hour }) => ({ hourId: id, dueAt: nextHour(inKnownZone(hour, zone), releaseAt) })),
    languages: lists.map(({ id, languages }) => ({
      listId: id,
      language: frameLanguage(languages),
      readable: positionsOf(readable(languages, stories)),
    })),
  }
}

// A zone that was renamed or never existed must not stop anybody: its readers get the mail at their hour in the digest's zone.
const inKnownZone = (hour: ReaderHour, zone: string): ReaderHour => ({ ...hour, zone: checkZone(hour.zone) ?? zone })

/** The positions of the stories that a reader of these languages can read. */
export async function readableStories(db: Db, stories: IssueStory[], languages: Language[]): Promise<number[]> {
  return readable(languages, await languagesOf(db, stories))
}

const readable = (languages: Language[], stories: StoryLanguage[]): number[] =>
  stories.filter((story) => reads(languages, story.language)).map((story) => story.position)
