import type { Instant } from '../domain/instant.ts'
import { consequenceOf } from '../mail/reports/consequence.ts'
import type { RecipientReport } from '../mail/reports/report.ts'
import type { Db } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { findReportedNotice } from '../store/notices.ts'
import { findLiftedAt } from '../store/suppression-log.ts'
import { recordNoticeNews, type NoticeNews } from './record-notice-news.ts'
import type { Recorded } from './record-news.ts'
import type { Follows, ReportTaken } from './report-taken.ts'
import type { NewsTools } from './report-tools.ts'
import { tellOf } from './tell-of.ts'

/** What somebody says about a single mail of ours. */
export type HeardOfNotice = { noticeId: number; recipient: RecipientReport }

type Heard = { taken: ReportTaken; recorded?: Recorded }

/** Lets a report about a single mail count, by the same rules as one about a delivery; the same is heard once. */
export async function hearNoticeNews(tools: NewsTools, heard: HeardOfNotice, now: Instant): Promise<ReportTaken> {
  const { taken, recorded } = await inTransaction(tools.store.db, (tx) => hear(tx, tools, heard, now))
  if (recorded) tellOf(recorded, tools.failed ?? (() => undefined))
  return taken
}

async function hear(tx: Db, { publication }: NewsTools, { noticeId, recipient }: HeardOfNotice, now: Instant): Promise<Heard> {
  const notice = await findReportedNotice(tx, noticeId)
  if (!notice) return { taken: { verdict: 'unmatched', why: 'no-delivery' } }
  const consequence = consequenceOf(recipient)
  if (consequence === 'nothing' || consequence === 'tell-operator') return noted(consequence === 'nothing' ? 'nothing' : 'told')
  const [said, usually] = SAYS[consequence]
  // What was sent before the address was confirmed anew says nothing about it now (MAIL.md H7).
  if (said !== 'complained' && ((await findLiftedAt(tx, notice.canonical)) ?? -Infinity) >= notice.leftAt) return noted('outdated')
  const note = recipient.text || recipient.rule
  const recorded = await recordNoticeNews(tx, publication, { notice, said, note, heard: 'report', at: now })
  if (!recorded) return { taken: { verdict: 'repeated', deliveryId: null } }
  const follows = recorded.held.has(notice.canonical) ? 'held' : usually
  return { taken: { verdict: 'counted', deliveryId: null, follows }, recorded }
}

const SAYS: Record<'suppress' | 'count' | 'suppress-everywhere', [NoticeNews['said'], Follows]> = {
  suppress: ['dead', 'suppressed'],
  count: ['failed', 'failure'],
  'suppress-everywhere': ['complained', 'suppressed'],
}

const noted = (follows: 'nothing' | 'told' | 'outdated'): Heard => ({ taken: { verdict: 'noted', deliveryId: null, follows } })
