import { checkAddress } from '../domain/address.ts'
import type { Instant } from '../domain/instant.ts'
import type { ReportAddress } from '../mail/report-address.ts'
import { consequenceOf, type Consequence } from '../mail/reports/consequence.ts'
import type { RecipientReport, Report } from '../mail/reports/report.ts'
import { findReportedDelivery } from '../store/delivery-news.ts'
import { findReportedNotice } from '../store/notices.ts'
import { complainOf, hearNews } from './hear-news.ts'
import { hearNoticeNews } from './hear-notice-news.ts'
import { namedIn } from './named-in.ts'
import type { ReportTaken } from './report-taken.ts'
import type { NewsTools } from './report-tools.ts'

/** What was read, and of which delivery or single mail; without one it came to the address for complaints. */
export type Heard = { about?: ReportedMail; report: Report; via: string; provider: string | null }

type ReportedMail = Extract<ReportAddress, { kind: 'delivery' | 'notice' }>

/** Lets a report count for the mail that it came back to. A report without one counts as a complaint only, by the tokens in it. */
export async function hearReport(tools: NewsTools, { about, report, ...heard }: Heard, now: Instant): Promise<ReportTaken> {
  if (report.kind === 'autoreply') return { verdict: 'ignored', why: 'automatic' }
  if (report.kind === 'ordinary' || report.recipients.length === 0) return { verdict: 'ignored', why: 'ordinary' }
  if (about) {
    const recipient = recipientOf(await canonicalTo(tools, about), report)
    if (about.kind === 'notice') return hearNoticeNews(tools, { noticeId: about.noticeId, recipient }, now)
    return hearNews(tools, { ...heard, deliveryId: about.deliveryId, recipient }, now)
  }
  const complaint = report.recipients.find((each) => consequenceOf(each) === 'suppress-everywhere')
  if (!complaint) return { verdict: 'ignored', why: 'ordinary' }
  const named = namedIn(report.marks, tools.publication)
  if (!named) return { verdict: 'unmatched', why: 'nobody-named' }
  if ('noticeId' in named) return hearNoticeNews(tools, { noticeId: named.noticeId, recipient: complaint }, now)
  return 'deliveryId' in named
    ? hearNews(tools, { ...heard, deliveryId: named.deliveryId, recipient: complaint }, now)
    : complainOf(tools, named.subscription, { note: complaint.text || complaint.rule, at: now })
}

// From the mildest to the gravest.
const GRAVITY: Consequence[] = ['nothing', 'tell-operator', 'count', 'suppress', 'suppress-everywhere']

/**
 * What a report says about our reader. One mail has one recipient; a report about several comes from where an alias leads, or from
 * whoever wants us to believe it. What it says about our address is heard, else the mildest: where one of several got it, it arrived.
 */
function recipientOf(canonical: string | undefined, { recipients }: Report): RecipientReport {
  const [first, ...others] = recipients.toSorted((a, b) => GRAVITY.indexOf(consequenceOf(a)) - GRAVITY.indexOf(consequenceOf(b)))
  if (!first) throw new Error('A report without recipients says nothing')
  if (others.length === 0) return first
  const ours = recipients.filter(({ address }) => address !== null && canonicalOf(address) === canonical)
  return ours.at(-1) ?? recipients.find(({ class: kind }) => kind === 'complaint') ?? first
}

async function canonicalTo({ store: { db } }: NewsTools, about: ReportedMail): Promise<string | undefined> {
  const mail = about.kind === 'notice' ? findReportedNotice(db, about.noticeId) : findReportedDelivery(db, about.deliveryId)
  return (await mail)?.canonical
}

function canonicalOf(address: string): string | undefined {
  const checked = checkAddress(address)
  return checked.ok ? checked.canonical : undefined
}
