import type { Instant } from '../domain/instant.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { Settlement } from '../store/deliveries.ts'
import type { LastWord } from '../store/last-words.ts'

/**
 * What the end of a delivery, or a report about it, says about the mailbox that it went to. `note` is the server's answer, `leftAt` when the
 * mail left us. A complaint may know no delivery; single mails are counted among themselves, not with the issues. `unwanted`: it did not arrive because of what we are or sent; nobody is charged with it.
 */
export type RecipientNews = {
  canonical: string
  subscriberId: number
  deliveryId?: number
  noticeId?: number
  issueId?: number
  at: Instant
  leftAt: Instant
  note: string
  said: 'dead' | 'failed' | 'works' | 'complained' | 'unwanted'
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
