import { setTimeout as pause } from 'node:timers/promises'
import { TOO_LATE } from '../domain/delivery.ts'
import { insertAttempts, type Attempt } from '../store/attempts.ts'
import { settleDeliveries, type Settlement } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { oweLateStories } from '../store/late-deliveries.ts'
import type { SentMails } from './count-mails.ts'
import type { RecipientNews } from './recipient-news.ts'
import { recordNews } from './record-news.ts'
import { tellOfDeliveries } from './tell-hooks.ts'
import { tellOf } from './tell-of.ts'
import type { SenderContext } from './sender-context.ts'

/** How a delivery ended, the conversation that it ended with, if there was one, and what that says about the mailbox. */
export type DeliveryEnd = { settlement: Settlement; attempt?: Attempt; news?: RecipientNews | undefined }

const PATIENCE = 1000

type Recording = Pick<SenderContext, 'publication' | 'failed'> & {
  inTransaction: <Answer>(work: (tx: Db) => Promise<Answer>) => Promise<Answer>
}

/**
 * Writes a group of ends down, all or none. While the database is locked, away or full it waits and tries again: what the mail
 * server has accepted must not be forgotten, and nothing more is sent in the meantime. What they teach is written down with them.
 */
export async function recordEnds(
  { inTransaction, publication, failed }: Recording,
  { ends, sent, teach }: { ends: DeliveryEnd[]; sent: SentMails[]; teach: (tx: Db) => Promise<void> },
): Promise<void> {
  const attempts = ends.flatMap(({ attempt }) => attempt ?? [])
  const settlements = ends.map(({ settlement }) => settlement)
  const news = ends.flatMap((end) => end.news ?? [])
  for (;;) {
    try {
      const recorded = await inTransaction(async (tx) => {
        await insertAttempts(tx, attempts)
        await settleDeliveries(tx, settlements)
        await oweWhatWasLate(tx, settlements)
        await tellOfDeliveries(tx, ends.flatMap(toldOf))
        const heard = await recordNews(tx, publication, { news, sent })
        await teach(tx)
        return heard
      })
      return tellOf(recorded, failed)
    } catch (error) {
      failed(`writing down ${ends.length} outcomes`, error)
      await pause(PATIENCE)
    }
  }
}

async function oweWhatWasLate(tx: Db, settlements: Settlement[]): Promise<void> {
  const late = settlements.flatMap((one) => (one.to === 'withheld' && one.reason?.startsWith(TOO_LATE) ? [one] : []))
  await oweLateStories(
    tx,
    late.map(({ id }) => id),
    Math.max(...late.map(({ at }) => at)),
  )
}

/** What those who asked are told of an end: that it was accepted or refused. */
function toldOf({ settlement }: DeliveryEnd): Parameters<typeof tellOfDeliveries>[1] {
  if (settlement.to !== 'accepted' && settlement.to !== 'refused') return []
  return [{ deliveryId: settlement.id, kind: `delivery.${settlement.to}`, at: settlement.at, said: settlement.reason }]
}
