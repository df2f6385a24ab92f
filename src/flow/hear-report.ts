import { checkAddress } from '../domain/address.ts'
import type { Instant } from '../domain/instant.ts'
import { consequenceOf, type Consequence } from '../mail/reports/consequence.ts'
import type { RecipientReport, Report } from '../mail/reports/report.ts'
import { findReportedDelivery } from '../store/delivery-news.ts'
import { complainOf, hearNews } from './hear-news.ts'
import { namedIn } from './named-in.ts'
import type { ReportTaken } from './report-taken.ts'
import type { ReportTools } from './report-tools.ts'

/** What was read, and of which delivery; without one it came to the address for complaints. */
export type Heard = { deliveryId?: number; report: Report; via: string; provider: string | null }

/** Lets a report count for the delivery that it came back to. A report without one counts as a complaint only, by the tokens in it. */
export async function hearReport(tools: ReportTools, { deliveryId, report, ...heard }: Heard, now: Instant): Promise<ReportTaken> {
  if (report.kind === 'autoreply') return { verdict: 'ignored', why: 'automatic' }
  if (report.kind === 'ordinary' || report.recipients.length === 0) return { verdict: 'ignored', why: 'ordinary' }
  if (deliveryId !== undefined) {
    const recipient = await recipientOf(tools, deliveryId, report)
    return hearNews(tools, { ...heard, deliveryId, recipient }, now)
  }
  const complaint = report.recipients.find((each) => consequenceOf(each) === 'suppress-everywhere')
  if (!complaint) return { verdict: 'ignored', why: 'ordinary' }
  const named = namedIn(report.marks, tools.publication)
  if (!named) return { verdict: 'unmatched', why: 'nobody-named' }
  return 'deliveryId' in named
    ? hearNews(tools, { ...heard, deliveryId: named.deliveryId, recipient: complaint }, now)
    : complainOf(tools, named.subscription, { note: complaint.text || complaint.rule, at: now })
}

// From the mildest to the gravest.
const GRAVITY: Consequence[] = ['nothing', 'tell-operator', 'count', 'suppress', 'suppress-everywhere']

/**
 * What a report says about our reader. One delivery has one recipient; a report about several comes from where an alias leads, or from
 * whoever wants us to believe it. What it says about our address is heard, else the mildest: where one of several got it, it arrived.
 */
async function recipientOf({ store }: ReportTools, deliveryId: number, { recipients }: Report): Promise<RecipientReport> {
  const [first, ...others] = recipients.toSorted((a, b) => GRAVITY.indexOf(consequenceOf(a)) - GRAVITY.indexOf(consequenceOf(b)))
  if (!first) throw new Error('A report without recipients says nothing')
  if (others.length === 0) return first
  const canonical = (await findReportedDelivery(store.db, deliveryId))?.canonical
  const ours = recipients.filter(({ address }) => address !== null && canonicalOf(address) === canonical)
  return ours.at(-1) ?? recipients.find(({ class: kind }) => kind === 'complaint') ?? first
}

function canonicalOf(address: string): string | undefined {
  const checked = checkAddress(address)
  return checked.ok ? checked.canonical : undefined
}
