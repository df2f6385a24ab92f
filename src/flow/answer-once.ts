import { DAY, MINUTE, type Instant } from '../domain/instant.ts'
import {
  findAnsweredRequest,
  forgetRequest,
  forgetRequestsBefore,
  insertAskedRequest,
  keepAnswer,
  type AskedRequest,
  type KnownRequest,
} from '../store/answered-requests.ts'
import type { Db, Store } from '../store/dialect.ts'

/**
 * `go`: nobody has asked for it yet. `answered`: it is done, and this is what came of it. `under-way`: it is being done. `other`: the word
 * was used for something else.
 */
export type Begun = { kind: 'go' } | { kind: 'answered'; status: number; answer: string } | { kind: 'under-way' | 'other' }

// Whoever began it and has not answered since has died.
const PATIENCE = 2 * MINUTE
const KEPT = DAY

/** Asks whether a request is to be done, or was done already: a program that was not answered may send it again by the same word. */
export async function beginRequest(db: Db, asked: AskedRequest, now: Instant): Promise<Begun> {
  if (await insertAskedRequest(db, asked, now)) return { kind: 'go' }
  const known = await findAnsweredRequest(db, asked)
  // It was forgotten in between.
  if (!known) return beginRequest(db, asked, now)
  if (known.requestHash !== asked.requestHash) return { kind: 'other' }
  if (known.status !== null) return { kind: 'answered', status: known.status, answer: known.answer ?? '' }
  if (now - known.begunAt < PATIENCE) return { kind: 'under-way' }
  return takeOver(db, asked, known, now)
}

async function takeOver(db: Db, asked: AskedRequest, { begunAt }: KnownRequest, now: Instant): Promise<Begun> {
  return (await forgetRequest(db, asked, begunAt)) ? beginRequest(db, asked, now) : { kind: 'under-way' }
}

/** Keeps what a request came to; a fault of ours is forgotten, so that it can be tried again. */
export async function endRequest(db: Db, asked: AskedRequest, done: { status: number; answer: string }): Promise<void> {
  if (done.status >= 500) await forgetRequest(db, asked)
  else await keepAnswer(db, asked, done)
}

/** Forgets what was answered more than a day ago. */
export const pruneRequests = ({ db }: Store, now: Instant): Promise<number> => forgetRequestsBefore(db, now - KEPT)
