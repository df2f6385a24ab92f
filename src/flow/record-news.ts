import { isGivenUp } from '../domain/soft-failures.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import type { Db } from '../store/dialect.ts'
import { addSoftFailures, clearSoftFailures, dropFailuresBeforeSuccess } from '../store/soft-failures.ts'
import { listKnown } from '../store/subscribers.ts'
import { suppressAll, type Suppressed } from '../store/suppressions.ts'
import { countMails, type MailsCounted } from './count-mails.ts'
import { holdBack, type HeldBack } from './hold-back.ts'
import type { Publication } from './publication.ts'
import type { RecipientNews } from './recipient-news.ts'
import { tellOfDeliveries } from './tell-hooks.ts'

/** What a person should hear of: receivers that were found broken, and issues that have paused. */
export type Recorded = HeldBack & Pick<MailsCounted, 'paused'>

/**
 * Writes news down, whether a server said it in the conversation or in a report: mails are counted, the dead and those who complain
 * suppressed, failures counted, and those that have failed for too long suppressed as well. `sent` are mails that have ended since the last
 * time, for the counts alone.
 */
export async function recordNews(
  tx: Db,
  tools: Pick<Publication, 'hashAddress' | 'sender'>,
  { news: heard, sent = [] }: { news: RecipientNews[]; sent?: Parameters<typeof countMails>[2]['sent'] },
): Promise<Recorded> {
  // Of somebody erased in the meantime nothing is written down any more.
  const known = await listKnown(
    tx,
    heard.map(({ subscriberId }) => subscriberId),
  )
  const news = heard.filter(({ subscriberId }) => known.has(subscriberId))
  // First of all: whether a receiver is broken shows in the counts.
  const { paused } = await countMails(tx, tools.sender, { news: news.filter(({ noticeId }) => noticeId === undefined), sent })
  if (news.length === 0) return { held: new Set(), opened: [], paused }
  await tellOfDeliveries(tx, news.flatMap(toldOf))
  const those = (...said: RecipientNews['said'][]): RecipientNews[] => news.filter((each) => said.includes(each.said))
  const heldBack = await holdBack(tx, tools, those('dead'))
  const isHeld = ({ canonical }: RecipientNews): boolean => heldBack.held.has(canonical)
  const suppressed = (reason: SuppressionReason, who: RecipientNews[]): Suppressed[] =>
    who.map(({ canonical, note, at, heard: by }) => ({ canonical, hash: tools.hashAddress(canonical)[0], reason, note, by, at }))
  const dead = those('dead').filter((each) => !isHeld(each))
  await suppressAll(tx, [...suppressed('hard', dead), ...suppressed('complaint', those('complained'))])
  await clearSoftFailures(tx, addressesOf(those('works')), 'answer')
  const givenUp = await countFailures(tx, [...those('failed'), ...those('dead').filter(isHeld)])
  await suppressAll(tx, suppressed('soft', givenUp))
  // Whoever lifts the suppression gives the mailbox a new start.
  await clearSoftFailures(tx, addressesOf(givenUp))
  return { ...heldBack, paused }
}

const addressesOf = (news: RecipientNews[]): string[] => news.map(({ canonical }) => canonical)

/** Those that have failed for too long, each with the note to suppress it with. */
async function countFailures(tx: Db, failed: RecipientNews[]): Promise<RecipientNews[]> {
  // Where the server itself answers, its acceptance has ended the count already (`works`).
  for (const news of failed.filter(({ heard }) => heard === 'report')) await dropFailuresBeforeSuccess(tx, news)
  const counted = await addSoftFailures(
    tx,
    failed.flatMap(({ canonical, leftAt, heard, ...mail }) => {
      const deliveryId = countedAs(mail)
      return deliveryId === undefined ? [] : [{ canonical, deliveryId, failedAt: leftAt, heard }]
    }),
  )
  return failed
    .filter(({ canonical }) => isGivenUp(counted.get(canonical) ?? []))
    .map((each) => {
      const count = counted.get(each.canonical)?.length ?? 0
      return { ...each, note: `failed ${count} times without a success between, the last time with: ${each.note}` }
    })
}

/** Under which number a failure counts once: a delivery's own, and for a single mail its own below nought. */
function countedAs({ deliveryId, noticeId }: Pick<RecipientNews, 'deliveryId' | 'noticeId'>): number | undefined {
  return noticeId === undefined ? deliveryId : -noticeId
}

/** What those who asked are told: a mail came back for good, or its reader complained. Answers are told as ends of their deliveries. */
function toldOf({ deliveryId, said, heard, note, at }: RecipientNews): Parameters<typeof tellOfDeliveries>[1] {
  if (deliveryId === undefined) return []
  if (said === 'complained') return [{ deliveryId, kind: 'delivery.complained', at, said: note }]
  return heard === 'report' && (said === 'dead' || said === 'failed') ? [{ deliveryId, kind: 'delivery.bounced', at, said: note }] : []
}
