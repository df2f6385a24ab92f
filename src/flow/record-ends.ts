import { setTimeout as pause } from 'node:timers/promises'
import { insertAttempts, type Attempt } from '../store/attempts.ts'
import { settleDeliveries, type Settlement } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { recordNews, type RecipientNews } from './recipient-news.ts'
import type { SenderContext } from './sender-context.ts'

/** How a delivery ended, the conversation that it ended with, if there was one, and what that says about the mailbox. */
export type DeliveryEnd = { settlement: Settlement; attempt?: Attempt; news?: RecipientNews | undefined }

const PATIENCE = 1000

/**
 * Writes a group of ends down, all or none. While the database is locked, away or full it waits and tries again: what the mail
 * server has accepted must not be forgotten, and nothing more is sent in the meantime. What they teach is written down with them.
 */
export async function recordEnds(
  {
    inTransaction,
    publication,
    failed,
  }: Pick<SenderContext, 'publication' | 'failed'> & { inTransaction: (work: (tx: Db) => Promise<void>) => Promise<void> },
  ends: DeliveryEnd[],
  teach: (tx: Db) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const attempts = ends.flatMap(({ attempt }) => attempt ?? [])
  const settlements = ends.map(({ settlement }) => settlement)
  const news = ends.flatMap((end) => end.news ?? [])
  for (;;) {
    try {
      await inTransaction(async (tx) => {
        await insertAttempts(tx, attempts)
        await settleDeliveries(tx, settlements)
        await recordNews(tx, publication, news)
        await teach(tx)
      })
      return
    } catch (error) {
      failed(`writing down ${ends.length} outcomes`, error)
      await pause(PATIENCE)
    }
  }
}
