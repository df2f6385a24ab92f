import type { Instant } from '../domain/instant.ts'
import { isGivenUp } from '../domain/soft-failures.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { LastWord, Settlement } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { addSoftFailures, clearSoftFailures } from '../store/soft-failures.ts'
import { suppressAll } from '../store/suppressions.ts'

/** What the end of a delivery says about the mailbox that it went to. `note` is the server's answer. */
export type RecipientNews = { canonical: string; deliveryId: number; at: Instant; note: string; said: 'dead' | 'failed' | 'works' }

type Ended = { word: Pick<LastWord, 'canonical' | 'hasFailedSoftly'>; result: SendResult; settlement: Settlement }

/** Undefined where the end says nothing about the mailbox, which is nearly always, and where it is somebody else's fault. */
export function recipientNews({ word, result, settlement }: Ended): RecipientNews | undefined {
  const said = newsIn(settlement.to, result, word)
  if (said === undefined || settlement.to === 'queued') return undefined
  return { canonical: word.canonical, deliveryId: settlement.id, at: settlement.at, note: result.reply, said }
}

function newsIn(to: Settlement['to'], { fault }: SendResult, word: Ended['word']): RecipientNews['said'] | undefined {
  if (to === 'accepted') return word.hasFailedSoftly ? 'works' : undefined
  if (to === 'refused' && fault === 'recipient-hard') return 'dead'
  if (to === 'refused' && fault === 'recipient-soft') return 'failed'
  // Put off until it was too late: "450 user unknown" for a whole day is no certain death.
  if (to === 'withheld' && (fault === 'recipient-hard' || fault === 'recipient-soft')) return 'failed'
  return undefined
}

/** Writes news down: the dead are suppressed, failures counted, and those that have failed for too long suppressed as well. */
export async function recordNews(tx: Db, news: RecipientNews[]): Promise<void> {
  const [first] = news
  if (!first) return
  const those = (said: RecipientNews['said']): RecipientNews[] => news.filter((each) => each.said === said)
  await suppressAll(
    tx,
    those('dead').map(({ canonical, note, at }) => ({ canonical, reason: 'hard', note, at })),
  )
  await clearSoftFailures(
    tx,
    those('works').map(({ canonical }) => canonical),
    'answer',
  )
  await countFailures(tx, those('failed'))
}

async function countFailures(tx: Db, failed: RecipientNews[]): Promise<void> {
  const counted = await addSoftFailures(
    tx,
    failed.map(({ at, ...failure }) => ({ ...failure, failedAt: at })),
    'answer',
  )
  const givenUp = failed.filter(({ canonical }) => isGivenUp(counted.get(canonical) ?? []))
  await suppressAll(
    tx,
    givenUp.map(({ canonical, note, at }) => {
      const count = counted.get(canonical)?.length ?? 0
      return { canonical, reason: 'soft', note: `failed ${count} times without a success between, the last time with: ${note}`, at }
    }),
  )
  // Whoever lifts the suppression gives the mailbox a new start.
  await clearSoftFailures(
    tx,
    givenUp.map(({ canonical }) => canonical),
  )
}
