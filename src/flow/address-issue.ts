import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Instant } from '../domain/instant.ts'
import type { Issue } from '../domain/issue.ts'
import type { Chunk } from '../store/addressing-chunk.ts'
import {
  addToTally,
  countLeftOver,
  findChunkEnd,
  hasMutes,
  insertAnswers,
  listUnanswered,
  markAddressed,
  takeChunk,
  waitForOthers,
} from '../store/addressing.ts'
import type { Db, Store } from '../store/dialect.ts'
import { listEarlier } from '../store/earlier-deliveries.ts'
import { listAnsweredHours, listHoursInUse, listReaderHours } from '../store/due-hours.ts'
import { markHoursServed } from '../store/hours-served.ts'
import { insertDeliveries } from '../store/insert-deliveries.ts'
import type { Matched } from '../store/matched-stories.ts'
import { markLeftOver } from '../store/left-over-stories.ts'
import { findIssue, listIssuesIn } from '../store/issues.ts'
import { joinDeliveries, listMeetings } from '../store/joining.ts'
import { findMostArrears, settleArrears } from '../store/owed-stories.ts'
import { answer, rulesOf, type Rules } from './addressing-rules.ts'
import { addressCorrection } from './issues/address-correction.ts'
import { fitStories } from './fit-stories.ts'
import { listOtherIssues } from './other-issues.ts'
import { waitForRolling } from '../store/rolling-company.ts'
import { insertNotes } from '../store/silent-notes.ts'
import { keepQuiet, putOffCrowded } from './put-off.ts'

const CHUNK = 2000

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

type Addressing = { now: Instant; size?: number; mostJoins?: number }

/** How many deliveries were queued. */
export async function addressIssue(store: Store, issue: Issue, { now, size = CHUNK, ...bounds }: Addressing): Promise<number> {
  if (issue.correctsId !== null) return addressCorrection(store, issue, { now, size })
  const rules = { ...(await rulesOf(store, issue)), ...bounds, now }
  const isByHour = rules.digest.release === 'rolling'
  const { approvedAt } = issue
  if (isByHour) await answerHours(store, issue, rules)
  let queued = 0
  let after = issue.addressedThrough
  for (;;) {
    const to = await findChunkEnd(store.db, { issueId: issue.id, digestId: issue.digestId, after, size, isByHour })
    if (to === undefined) break
    const done = await queueChunk(store, { issueId: issue.id, digestId: issue.digestId, after, to, isByHour, approvedAt }, rules)
    queued += done ?? 0
    const current = done === undefined ? await findIssue(store.db, issue.id) : issue
    // The yes was taken back meanwhile.
    if (current?.state === 'draft' || current?.approvedAt !== approvedAt) return queued
    // Somebody else took this chunk: go on from where they are.
    after = done === undefined ? current.addressedThrough : to
    // SQLite answers within the turn of the event loop: without this, nobody else would have one before the last reader.
    await nextTurn()
  }
  await store.db.transaction().execute(async (tx) => {
    if (await markAddressed(tx, issue.id, now)) await markHoursServed(tx, issue)
  })
  return queued
}

/** Says of every hour in use whether it is due, before anybody is looked for: those who are due are found by it. */
async function answerHours({ db }: Store, issue: Issue, rules: Rules): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await waitForOthers(tx)
    const answered = new Set(await listAnsweredHours(tx, issue.id))
    const hours = await listReaderHours(tx)
    const inUse = new Set(
      await listHoursInUse(
        tx,
        issue.digestId,
        hours.map(({ id }) => id),
      ),
    )
    const unanswered = { hours: hours.filter(({ id }) => inUse.has(id) && !answered.has(id)), lists: [] }
    await insertAnswers(tx, issue.id, answer(unanswered, rules))
  })
}

type Timed = Rules & { now: Instant }

async function queueChunk({ db, dialect }: Pick<Store, 'db' | 'dialect'>, chunk: Chunk, rules: Timed): Promise<number | undefined> {
  try {
    return await db.transaction().execute((tx) => addressChunk(tx, chunk, rules))
  } catch (error) {
    if (rules.isRepeat || !dialect.isUniqueViolation(error)) throw error
    // Somebody of the chunk has a delivery of this issue already, by whatever way.
    return queueChunk({ db, dialect }, chunk, { ...rules, isRepeat: true })
  }
}

async function addressChunk(tx: Db, chunk: Chunk, rules: Timed): Promise<number | undefined> {
  await waitForOthers(tx)
  if (!(await takeChunk(tx, chunk))) return undefined
  const matched = await matchedOf(tx, chunk, rules)
  const fitting = await fitStories(tx, chunk, matched)
  const insert = (isRepeat = rules.isRepeat): Promise<number> =>
    rules.stories.length === 0 ? Promise.resolve(0) : insertDeliveries(tx, chunk, { ...matched, fit: fitting?.fit, isRepeat })
  let queued = await insert()
  let leftOver = await countLeftOver(tx, chunk, rules)
  while (leftOver.some(({ reason }) => reason === 'unanswered')) {
    await insertAnswers(tx, chunk.issueId, answer(await listUnanswered(tx, chunk), rules))
    queued += await insert(true)
    leftOver = await countLeftOver(tx, chunk, rules)
  }
  const notes = rules.silentSince === undefined ? 0 : await insertNotes(tx, chunk, rules.silentSince)
  if (notes > 0) leftOver = await countLeftOver(tx, chunk, rules)
  queued += notes
  if (queued > 0) {
    await markLeftOver(tx, chunk.issueId, [...(fitting?.leftOver ?? [])])
    await keepQuiet(tx, chunk, rules)
    await joinDeliveries(tx, chunk, await listMeetings(tx, chunk, rules.now))
    if (rules.waitsForRolling) await waitForRolling(tx, chunk)
    // What was put off may leave with what comes then.
    if (await putOffCrowded(tx, chunk, rules)) await joinDeliveries(tx, chunk, await listMeetings(tx, chunk, rules.now))
  }
  if (matched.mostArrears > 0) await settleArrears(tx, chunk, rules.composedAt)
  if (queued > 0) await addToTally(tx, chunk.issueId, 'addressed', queued)
  for (const { reason, readers } of leftOver) await addToTally(tx, chunk.issueId, reason, readers)
  return queued
}

/** Asked for every chunk anew: another issue may have come meanwhile, and what nobody in the chunk has costs nothing. */
async function matchedOf(tx: Db, chunk: Chunk, rules: Rules): Promise<Rules & Omit<Matched, 'stories'>> {
  const others = rules.stories.length === 0 ? [] : await listOtherIssues(tx, chunk, rules)
  return {
    ...rules,
    others,
    earlier: others.length > rules.mostJoins ? await listEarlier(tx, chunk, others, rules) : undefined,
    hasMutes: await hasMutes(tx, chunk, rules.asOf),
    mostArrears: await findMostArrears(tx, chunk),
  }
}
