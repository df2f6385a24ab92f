import type { Instant } from '../domain/instant.ts'
import { isLikeReportAddress, readReportAddress } from '../mail/report-address.ts'
import { readReportSafely } from '../mail/reports/read-report-safely.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { keepUnmatched, tallyReport } from '../store/unmatched-reports.ts'
import { hearReport } from './hear-report.ts'
import type { ReportTaken, Unmatched } from './report-taken.ts'
import type { ReportTools } from './report-tools.ts'
import { unsubscribe } from './unsubscribe.ts'

/** To which address of ours it came, and through which door. `provider` names whose webhook. */
export type ReportEnvelope = { to: string; via: 'smtp' | 'imap' | 'webhook'; provider?: string }

// A mail that has passed so many servers goes round between two of them (RFC 5321 §6.3). Reports pass few.
const MOST_SERVERS = 30

/**
 * Takes a mail that came to an address of our bounce domain. The address is checked first: without a signature of ours nothing is opened and
 * nothing changes, whatever the mail says. With one, it is read in a thread within 1 MB and 2 s, and what it says counts for the reader of
 * that delivery, never for an address named inside. Never answers, and throws only when the database fails.
 */
export async function takeReport(tools: ReportTools, raw: Uint8Array, envelope: ReportEnvelope, now: Instant): Promise<ReportTaken> {
  const taken = await takeMail(tools, raw, envelope, now)
  const { db } = tools.store
  if (taken.verdict === 'unmatched') {
    const { via, to: recipient, provider = null } = envelope
    await inTransaction(db, (tx) =>
      keepUnmatched(tx, { received_at: now, via, provider, recipient: recipient.slice(0, 320), why: taken.why, raw }),
    )
  } else await tallyReport(db, taken.verdict, now)
  return taken
}

async function takeMail(tools: ReportTools, raw: Uint8Array, envelope: ReportEnvelope, now: Instant): Promise<ReportTaken> {
  const address = readReportAddress(envelope.to, tools.publication)
  if (!address) return unmatched(isLikeReportAddress(envelope.to, tools.publication.bounceDomain) ? 'forged' : 'not-ours')
  if (isGoingRound(raw)) return { verdict: 'ignored', why: 'loop' }
  if (address.kind === 'unsubscribe') {
    await unsubscribe(tools.store, address.subscription, { at: now, by: 'mail' })
    return { verdict: 'unsubscribed' }
  }
  const reading = await readReportSafely(raw, tools)
  if (!reading.ok) return unmatched(reading.reason)
  const from = { via: envelope.via, provider: envelope.provider ?? null }
  const about = address.kind === 'feedback' ? undefined : address
  return hearReport(tools, { ...from, ...(about && { about }), report: reading.report }, now)
}

const unmatched = (why: Unmatched): ReportTaken => ({ verdict: 'unmatched', why })

/** Counts the servers that the mail has passed, in its header alone. */
function isGoingRound(raw: Uint8Array): boolean {
  const start = Buffer.from(raw.subarray(0, 64_000)).toString('latin1')
  const header = start.slice(0, /\r\n\r\n|\n\n|\r\r/.exec(start)?.index ?? start.length)
  return (header.match(/^received:/gim)?.length ?? 0) > MOST_SERVERS
}
