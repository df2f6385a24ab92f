import { setImmediate as nextTurn } from 'node:timers/promises'
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
  countLeftOver,
  findChunkEnd,
  insertAnswers,
  insertDeliveries,
  listUnanswered,
  markAddressed,
  takeChunk,
  type AddressingTable,
  type Chunk,
  type Matching,
  type Unanswered,
} from '../store/addressing.ts'
import type { Db, Store } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findIssue, listIssuesIn, listIssueStories } from '../store/issues.ts'
import { joinDeliveries, listMeetings } from '../store/joining.ts'
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
      addressed += await addressIssue(store, issue, { now })
    } catch (error) {
      failed(issue.id, error)
    }
  }
  if (addressed > 0) store.dialect.bell.ring()
  return addressed
}

/** How many deliveries were queued. */
export async function addressIssue(store: Store, issue: Issue, { now, size = CHUNK }: { now: Instant; size?: number }): Promise<number> {
  const rules = { ...(await rulesOf(store, issue)), now }
  let queued = 0
  let after = issue.addressedThrough
  for (;;) {
    const to = await findChunkEnd(store.db, { digestId: issue.digestId, after, size })
    if (to === undefined) break
    const done = await queueChunk(store, { issueId: issue.id, digestId: issue.digestId, after, to }, rules)
    queued += done ?? 0
    // Somebody else took this chunk: go on from where they are.
    after = done === undefined ? ((await findIssue(store.db, issue.id))?.addressedThrough ?? to) : to
    // SQLite answers within the turn of the event loop: without this, nobody else would have one before the last reader.
    await nextTurn()
  }
  await markAddressed(store.db, issue.id, now)
  return queued
}

async function queueChunk({ db, dialect }: Pick<Store, 'db' | 'dialect'>, chunk: Chunk, rules: Rules): Promise<number | undefined> {
  try {
    return await db.transaction().execute((tx) => addressChunk(tx, chunk, rules))
  } catch (error) {
    if (rules.isRepeat || !dialect.isUniqueViolation(error)) throw error
    // Somebody of the chunk has a delivery of this issue already, by whatever way.
    return queueChunk({ db, dialect }, chunk, { ...rules, isRepeat: true })
  }
}

async function addressChunk(tx: Db, chunk: Chunk, rules: Rules): Promise<number | undefined> {
  if (!(await takeChunk(tx, chunk))) return undefined
  let queued = await insertDeliveries(tx, chunk, rules)
  let leftOver = await countLeftOver(tx, chunk, rules)
  while (leftOver.some(({ reason }) => reason === 'unanswered')) {
    await insertAnswers(tx, chunk.issueId, answer(await listUnanswered(tx, chunk), rules))
    queued += await insertDeliveries(tx, chunk, { ...rules, isRepeat: true })
    leftOver = await countLeftOver(tx, chunk, rules)
  }
  if (queued > 0) {
    await addToTally(tx, chunk.issueId, 'addressed', queued)
    await joinDeliveries(tx, chunk, await listMeetings(tx, chunk, rules.now))
  }
  for (const { reason, readers } of leftOver) await addToTally(tx, chunk.issueId, reason, readers)
  return queued
}

type StoryLanguage = { position: number; language: Language }

/** What addressing depends on besides the readers. */
type Rules = Matching & { stories: StoryLanguage[]; releaseAt: Instant; zone: string; now: Instant }

async function rulesOf({ db, dialect: { idsIn, unionOf } }: Store, issue: Issue): Promise<Omit<Rules, 'now'>> {
  const digest = await getDigest(db, issue.digestId)
  const stories = await listIssueStories(db, issue.id)
  return {
    idsIn,
    unionOf,
    mostTopics: Math.max(0, ...stories.map(({ topicIds }) => topicIds.length)),
    isRepeat: false,
    stories: await languagesOf(db, stories),
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
    hours: hours.map(({ id, ...hour }) => ({ hourId: id, dueAt: isHour(hour) ? nextHour(inKnownZone(hour, zone), releaseAt) : releaseAt })),
    languages: lists.map(({ id, languages }) => ({
      listId: id,
      language: frameLanguage(languages),
      readable: positionsOf(readable(languages, stories)),
    })),
  }
}

// What no clock can show must not stop anybody: those readers get the mail at once.
const isHour = ({ minute, weekdays }: ReaderHour): boolean => (weekdays & 127) !== 0 && minute >= 0 && minute < 1440

// Nor must a zone that never existed: its readers get the mail at their hour in the digest's zone.
const inKnownZone = (hour: ReaderHour, zone: string): ReaderHour => ({ ...hour, zone: checkZone(hour.zone) ?? zone })

/** The positions of the stories that a reader of these languages can read. */
export async function readableStories(db: Db, stories: IssueStory[], languages: Language[]): Promise<number[]> {
  return readable(languages, await languagesOf(db, stories))
}

const readable = (languages: Language[], stories: StoryLanguage[]): number[] =>
  stories.filter((story) => reads(languages, story.language)).map((story) => story.position)
