import { DAY, type Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import { consequenceOf, type Consequence } from '../mail/reports/consequence.ts'
import type { RecipientReport } from '../mail/reports/report.ts'
import { findReportedDelivery, insertNews, setWhatFollows, type ReportedDelivery } from '../store/delivery-news.ts'
import type { Db } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { findCanonical } from '../store/subscribers.ts'
import { findLiftedAt } from '../store/suppression-log.ts'
import type { RecipientNews } from './recipient-news.ts'
import { recordNews, type Recorded } from './record-news.ts'
import type { Follows, ReportTaken } from './report-taken.ts'
import type { NewsTools } from './report-tools.ts'
import { tellOf } from './tell-of.ts'

/** What somebody says about one delivery of ours. */
export type DeliveryNews = { deliveryId: number; recipient: RecipientReport; via: string; provider: string | null }

// Mail servers give up after five days (RFC 5321 §4.5.4.1). News is kept for longer than this, so no replay finds that it is news again.
const TOO_OLD = 90 * DAY

type Kind = 'failed' | 'ours' | 'delayed' | 'complaint' | 'delivered'

/** Keeps news beside its delivery and lets follow from it what does. Of one kind, a delivery has news once. */
export async function hearNews(tools: NewsTools, news: DeliveryNews, now: Instant): Promise<ReportTaken> {
  const { taken, recorded } = await inTransaction(tools.store.db, async (tx): Promise<HeardNews> => {
    const delivery = await findReportedDelivery(tx, news.deliveryId)
    if (!delivery) return { taken: { verdict: 'unmatched', why: 'no-delivery' } }
    return hearOf(tx, tools, { ...news, delivery }, now)
  })
  if (recorded) tellOf(recorded, tools.failed ?? (() => undefined))
  return taken
}

type HeardNews = { taken: ReportTaken; recorded?: Recorded }

type Hearing = DeliveryNews & { delivery: ReportedDelivery }

async function hearOf(tx: Db, tools: NewsTools, { delivery, ...news }: Hearing, now: Instant): Promise<HeardNews> {
  const { recipient, deliveryId } = news
  const consequence = consequenceOf(recipient)
  const isLate = await isOutdated(tx, { delivery, consequence }, now)
  const usually = isLate ? 'outdated' : USUALLY[consequence]
  const isNew = await insertNews(tx, {
    ...{ delivery_id: deliveryId, kind: kindOf(recipient, consequence), heard_at: now, follows: usually },
    ...{ class: recipient.class, reason: recipient.reason, reply_code: recipient.replyCode, status: recipient.status },
    ...{ rule: recipient.rule, text: recipient.text, via: news.via, provider: news.provider },
  })
  if (!isNew) return { taken: { verdict: 'repeated', deliveryId } }
  const said = isLate ? undefined : saidBy(recipient, consequence)
  const recorded = said && (await recordNews(tx, tools.publication, { news: [newsOf(delivery, { said, recipient, now })] }))
  const follows = recorded?.held.has(delivery.canonical) ? 'held' : usually
  if (follows === 'held') await setWhatFollows(tx, deliveryId, follows)
  const taken: ReportTaken = isCounted(follows) ? { verdict: 'counted', deliveryId, follows } : { verdict: 'noted', deliveryId, follows }
  return recorded ? { taken, recorded } : { taken }
}

type WhatFollows = Follows | 'nothing' | 'told' | 'outdated'

const isCounted = (follows: WhatFollows): follows is Follows => !['nothing', 'told', 'outdated'].includes(follows)

const SAYS: Readonly<Partial<Record<Consequence, RecipientNews['said']>>> = {
  suppress: 'dead',
  count: 'failed',
  'suppress-everywhere': 'complained',
}

// What we are or have sent was not wanted: charged to nobody, and yet a mail that did not arrive.
const saidBy = ({ class: kind }: RecipientReport, consequence: Consequence): RecipientNews['said'] | undefined =>
  consequence === 'tell-operator' && kind === 'sender' ? 'unwanted' : SAYS[consequence]

const USUALLY: Record<Consequence, WhatFollows> = {
  suppress: 'suppressed',
  count: 'failure',
  'suppress-everywhere': 'suppressed',
  'tell-operator': 'told',
  nothing: 'nothing',
}

function kindOf({ class: kind, reason }: RecipientReport, consequence: Consequence): Kind {
  if (consequence === 'tell-operator') return 'ours'
  if (kind === 'complaint') return 'complaint'
  if (kind === 'hard' || kind === 'soft') return reason === 'delayed' ? 'delayed' : 'failed'
  return kind === 'sender' ? 'ours' : 'delivered'
}

function newsOf(
  { canonical, id, issueId, subscriberId, leftAt }: ReportedDelivery,
  { said, recipient, now }: { said: RecipientNews['said']; recipient: RecipientReport; now: Instant },
): RecipientNews {
  const { text, rule } = recipient
  return { canonical, deliveryId: id, issueId, subscriberId, at: now, leftAt, note: text || rule, said, heard: 'report' }
}

/** What was sent before the reader confirmed the address anew, or a person gave it back to us, says nothing about it now (MAIL.md H7). */
async function isOutdated(
  tx: Db,
  { delivery, consequence }: { delivery: ReportedDelivery; consequence: Consequence },
  now: Instant,
): Promise<boolean> {
  if (now - delivery.leftAt > TOO_OLD) return true
  if (consequence !== 'suppress' && consequence !== 'count') return false
  return ((await findLiftedAt(tx, delivery.canonical)) ?? -Infinity) >= delivery.leftAt
}

/** A complaint that names a subscription and no delivery: the reader is suppressed all the same. */
export async function complainOf(
  { store, publication }: NewsTools,
  { subscriberId }: SubscriptionRef,
  { note, at }: { note: string; at: Instant },
): Promise<ReportTaken> {
  return inTransaction(store.db, async (tx) => {
    const canonical = await findCanonical(tx, subscriberId)
    if (canonical === undefined) return { verdict: 'unmatched', why: 'no-delivery' }
    const news: RecipientNews = { canonical, subscriberId, at, leftAt: at, note, said: 'complained', heard: 'report' }
    await recordNews(tx, publication, { news: [news] })
    return { verdict: 'counted', deliveryId: null, follows: 'suppressed' }
  })
}
