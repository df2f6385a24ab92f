import type { Instant } from '../domain/instant.ts'
import { consequenceOf } from '../mail/reports/consequence.ts'
import type { RecipientReport } from '../mail/reports/report.ts'
import { keepUnmatched, tallyReport } from '../store/unmatched-reports.ts'
import { complainOf, hearNews } from './hear-news.ts'
import { hearNoticeNews } from './hear-notice-news.ts'
import { namedIn } from './named-in.ts'
import type { ReportTaken } from './report-taken.ts'
import type { NewsTools } from './report-tools.ts'

/** One event that a mail provider has posted to us, and whose signature has been checked. */
export type ProviderNews = {
  provider: string
  /** Every word of the event that may hold a token of ours, the surest first: envelope sender, metadata, Message-ID, List-Unsubscribe. */
  marks: string[]
  recipient: RecipientReport
  /** The event as it came, kept for a person where it is nobody's. */
  raw: Uint8Array
}

/**
 * Takes news that has a form already. The provider's signature says that it comes from there; whom it is about, only a token of ours says.
 * Never answers, and throws only when the database fails.
 */
export async function takeProviderNews(tools: NewsTools, news: ProviderNews, now: Instant): Promise<ReportTaken> {
  const taken = await hear(tools, news, now)
  const { db } = tools.store
  if (taken.verdict === 'unmatched') {
    const { provider, raw, recipient } = news
    const kept = { received_at: now, via: 'webhook', provider, recipient: (recipient.address ?? '').slice(0, 320), why: taken.why, raw }
    await db.transaction().execute((tx) => keepUnmatched(tx, kept))
  } else await tallyReport(db, taken.verdict, now)
  return taken
}

async function hear(tools: NewsTools, { provider, marks, recipient }: ProviderNews, now: Instant): Promise<ReportTaken> {
  if (recipient.class === 'autoreply') return { verdict: 'ignored', why: 'automatic' }
  const named = namedIn(marks, tools.publication)
  if (!named) return { verdict: 'unmatched', why: 'nobody-named' }
  if ('deliveryId' in named) return hearNews(tools, { deliveryId: named.deliveryId, recipient, via: 'webhook', provider }, now)
  if ('noticeId' in named) return hearNoticeNews(tools, { noticeId: named.noticeId, recipient }, now)
  // A subscription is enough for a complaint, which is about all mail; a bounce is about one.
  if (consequenceOf(recipient) !== 'suppress-everywhere') return { verdict: 'unmatched', why: 'nobody-named' }
  return complainOf(tools, named.subscription, { note: recipient.text || recipient.rule, at: now })
}
