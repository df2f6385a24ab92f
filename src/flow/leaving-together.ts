import { STOPPED } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { ClaimedDelivery, DueDelivery, Settlement } from '../store/deliveries.ts'
import type { LastWord } from '../store/last-words.ts'
import type { FrozenIssue } from './frozen-issue.ts'
import { objectionTo } from './last-word.ts'
import { putBack } from './put-back.ts'

/** A delivery that goes out now, with everything that its mail is put together from. */
export type Leaver = { delivery: ClaimedDelivery; issue: FrozenIssue; word: LastWord; usefulUntil: Instant }

/** A claimed delivery whose last word has been asked. */
export type Asked = Omit<Leaver, 'word'> & { word: LastWord | undefined }

/** The leading delivery of a mail and those that are joined to it. */
export const membersOf = (delivery: DueDelivery): [ClaimedDelivery, ...ClaimedDelivery[]] => [delivery, ...delivery.joined]

/**
 * Parts those that go out now from those that stay: one whose digest the reader has left is withheld, one whose issue is held is put back or, where it was stopped, withheld,
 * and the others leave without it. The first that goes leads the mail.
 */
export function partLeavers(asked: Asked[], now: Instant): { leaving: Leaver[]; staying: Settlement[] } {
  const leaving: Leaver[] = []
  const staying: Settlement[] = []
  for (const { word, ...one } of asked) {
    const objection = objectionTo(word, { usefulUntil: one.usefulUntil, now })
    if (!word || objection !== undefined) staying.push({ ...heldOf(one.delivery), to: 'withheld', reason: objection ?? null, at: now })
    else if (word.held?.startsWith(STOPPED)) staying.push({ ...heldOf(one.delivery), to: 'withheld', reason: word.held, at: now })
    else if (word.held !== null) staying.push(putBack(one.delivery, word.held, now))
    else leaving.push({ ...one, word })
  }
  return { leaving, staying }
}

/** The same end for all that were in one mail: the first leads, and those that wait again wait joined to it. */
export function shareEnd(end: Settlement, [leading, ...others]: ClaimedDelivery[]): Settlement[] {
  if (!leading) return []
  const joinedTo = leading.id
  const joined = others.map((one): Settlement =>
    'nextAt' in end ? { ...end, ...heldOf(one), to: 'joined', joinedTo } : { ...end, ...heldOf(one), joinedTo },
  )
  return [{ ...end, ...heldOf(leading) }, ...joined]
}

const heldOf = ({ id, attempts }: ClaimedDelivery): { id: number; attempts: number } => ({ id, attempts })
