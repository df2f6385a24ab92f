import type { Instant } from '../domain/instant.ts'
import { isGivenUp } from '../domain/soft-failures.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { LastWord, Settlement } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { addSoftFailures, clearSoftFailures } from '../store/soft-failures.ts'
import { listKnown } from '../store/subscribers.ts'
import { suppressAll, type Suppressed } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/**
 * What the end of a delivery, or a report about it, says about the mailbox that it went to. `note` is the server's answer, `leftAt` when the
 * mail left us. A complaint may know no delivery.
 */
export type RecipientNews = {
  canonical: string
  subscriberId: number
  deliveryId?: number
  issueId?: number
  at: Instant
  leftAt: Instant
  note: string
  said: 'dead' | 'failed' | 'works' | 'complained'
  heard: 'answer' | 'report'
}

type Ended = {
  delivery: { subscriberId: number; issueId: number }
  word: Pick<LastWord, 'canonical' | 'hasFailedSoftly'>
  result: SendResult
  settlement: Settlement
}

/** Undefined where the end says nothing about the mailbox, which is nearly always, and where it is somebody else's fault. */
export function recipientNews({ delivery, word, result, settlement }: Ended): RecipientNews | undefined {
  const said = newsIn(settlement.to, result, word)
  if (said === undefined || 'nextAt' in settlement) return undefined
  const { subscriberId, issueId } = delivery
  const { id: deliveryId, at } = settlement
  return { canonical: word.canonical, subscriberId, deliveryId, issueId, at, leftAt: at, note: result.reply, said, heard: 'answer' }
}

function newsIn(to: Settlement['to'], { fault }: SendResult, word: Ended['word']): RecipientNews['said'] | undefined {
  if (to === 'accepted') return word.hasFailedSoftly ? 'works' : undefined
  if (to === 'refused' && fault === 'recipient-hard') return 'dead'
  if (to === 'refused' && fault === 'recipient-soft') return 'failed'
  // Put off until it was too late: "450 user unknown" for a whole day is no certain death.
  if (to === 'withheld' && (fault === 'recipient-hard' || fault === 'recipient-soft')) return 'failed'
  return undefined
}

/**
 * Writes news down, whether a server said it in the conversation or in a report: the dead and those who complain are suppressed, failures
 * counted, and those that have failed for too long suppressed as well. Says whose suppression is held back.
 */
export async function recordNews(
  tx: Db,
  { hashAddress }: Pick<Publication, 'hashAddress'>,
  heard: RecipientNews[],
): Promise<{ held: Set<string> }> {
  const held = new Set<string>()
  if (heard.length === 0) return { held }
  // Of somebody erased in the meantime nothing is written down any more.
  const known = await listKnown(
    tx,
    heard.map(({ subscriberId }) => subscriberId),
  )
  const news = heard.filter(({ subscriberId }) => known.has(subscriberId))
  const those = (...said: RecipientNews['said'][]): RecipientNews[] => news.filter((each) => said.includes(each.said))
  const suppressed = (reason: SuppressionReason, who: RecipientNews[]): Suppressed[] =>
    who.map(({ canonical, note, at, heard: by }) => ({ canonical, hash: hashAddress(canonical)[0], reason, note, by, at }))
  await suppressAll(tx, [...suppressed('hard', those('dead')), ...suppressed('complaint', those('complained'))])
  await clearSoftFailures(
    tx,
    those('works').map(({ canonical }) => canonical),
    'answer',
  )
  const givenUp = await countFailures(tx, those('failed'))
  await suppressAll(tx, suppressed('soft', givenUp))
  // Whoever lifts the suppression gives the mailbox a new start.
  await clearSoftFailures(
    tx,
    givenUp.map(({ canonical }) => canonical),
  )
  return { held }
}

/** Those that have failed for too long, each with the note to suppress it with. */
async function countFailures(tx: Db, failed: RecipientNews[]): Promise<RecipientNews[]> {
  const counted = await addSoftFailures(
    tx,
    failed.flatMap(({ canonical, deliveryId, leftAt, heard }) =>
      deliveryId === undefined ? [] : [{ canonical, deliveryId, failedAt: leftAt, heard }],
    ),
  )
  return failed
    .filter(({ canonical }) => isGivenUp(counted.get(canonical) ?? []))
    .map((each) => {
      const count = counted.get(each.canonical)?.length ?? 0
      return { ...each, note: `failed ${count} times without a success between, the last time with: ${each.note}` }
    })
}
