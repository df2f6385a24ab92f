import type { Instant } from '../domain/instant.ts'
import type { Db } from '../store/dialect.ts'
import { markNoticeBack, type ReportedNotice } from '../store/notices.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { suppressAll } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'
import { recordNews, type Recorded } from './record-news.ts'

/** What the end of a single mail, or a report about it, says about the mailbox that it went to. */
export type NoticeNews = {
  notice: ReportedNotice
  said: 'dead' | 'failed' | 'complained'
  note: string
  heard: 'answer' | 'report'
  at: Instant
}

const NOTHING: Recorded = { held: new Set(), opened: [], paused: [] }

/**
 * Writes down what came back about a single mail; undefined where the same was known. For a reader's address follows what follows from a
 * digest that came back. An address that nobody has confirmed is not kept for it: the mark at the notice keeps further mails away for the
 * month that the notice is remembered. Only who complains is suppressed, reader or not.
 */
export async function recordNoticeNews(
  tx: Db,
  tools: Pick<Publication, 'hashAddress' | 'sender'>,
  { notice, said, note, heard, at }: NoticeNews,
): Promise<Recorded | undefined> {
  const { id: noticeId, canonical, leftAt } = notice
  if (!(await markNoticeBack(tx, noticeId, said))) return undefined
  const subscriber = await findSubscriber(tx, canonical)
  if (subscriber) {
    const news = { canonical, subscriberId: subscriber.id, noticeId, at, leftAt, note, said, heard }
    return recordNews(tx, tools, { news: [news] })
  }
  const suppression = { canonical, hash: tools.hashAddress(canonical)[0], reason: 'complaint' as const, note, by: heard, at }
  if (said === 'complained') await suppressAll(tx, [suppression])
  return NOTHING
}
