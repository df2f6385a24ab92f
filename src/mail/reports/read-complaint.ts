import { foldText } from './fold-text.ts'
import { listAddresses, readAddress } from './mail-address.ts'
import { plainNews } from './recipient-report.ts'
import type { RecipientReport } from './report.ts'
import type { ReportParts } from './report-parts.ts'

const SUBJECT = /^(?:\s*(?:fwd?|re):)?\s*(?:complaint about message from|(?:e-?mail )?(?:abuse|feedback|spam) (?:report|complaint)\b)/u
const PROSE = /\b(?:this is an?|a) (?:\S+ )?(?:e-?mail )?(?:abuse|spam|feedback(?: loop)?) (?:report|complaint)\b/u

/**
 * Reads "this is spam" reports: ARF (RFC 5965), several in one file included, and the forms that Microsoft and Apple use instead.
 *
 * Feedback types: `abuse`, `fraud`, `virus`, `opt-out`, `other` are complaints; `not-spam` takes one back and changes nothing; `auth-failure`
 * (RFC 6591) is news for the operator about our own signatures, told under that reason so that nobody is suppressed for it.
 */
export function readComplaints(parts: ReportParts): RecipientReport[] {
  const reports = parts.feedback.flatMap((text) => splitReports(text))
  if (reports.length > 0) return reports.slice(0, 100).flatMap((text) => complaintsOf(text, parts))
  // Both return the mail that was complained of. Who only writes about spam does not, and a bounce says so itself.
  return parts.statuses.length > 0 ? [] : [...withReturnedMail(parts), ...ofApple(parts)].slice(0, 1)
}

/** RFC 5965 §3.1 has one report in a part. Some feeds join several with an empty line between. */
function splitReports(text: string): string[] {
  const groups = text.split(/\n\s*\n/).filter((group) => /^\s*feedback-type\s*:/im.test(group))
  return groups.length > 1 ? groups : [text]
}

function complaintsOf(text: string, parts: ReportParts): RecipientReport[] {
  const type = (/^\s*feedback-type\s*:\s*([\w-]+)/im.exec(text)?.[1] ?? 'abuse').toLowerCase()
  const named = valuesOf(text, /^(?:original-rcpt-to|removal-recipient)\s*:(.*)$/gim).flatMap((value) => readAddress(value) ?? [])
  const addresses = named.length > 0 ? named : returnedTo(parts)
  const kind = type === 'not-spam' ? 'delivered' : 'complaint'
  return (addresses.length > 0 ? addresses : [null]).map((address) => plainNews(address, kind, type, `feedback-report ${type}`, parts.said))
}

function withReturnedMail(parts: ReportParts): RecipientReport[] {
  if (parts.returned.trim() === '') return []
  const subject = foldText(parts.header('subject').join(' '))
  const [hotmail] = valuesOf(parts.returned, /^x-hmxmroriginalrecipient\s*:(.*)$/gim)
  if (hotmail !== undefined) return [plainNews(readAddress(hotmail), 'complaint', 'abuse', 'hotmail junk report', subject)]
  return SUBJECT.test(subject) || PROSE.test(foldText(parts.said.slice(0, 2_000))) ? complaintsOf('', parts) : []
}

/** Apple's mail programs write a mail to unsubscribe, and say so. */
function ofApple(parts: ReportParts): RecipientReport[] {
  if (parts.header('x-apple-unsubscribe')[0] !== 'true') return []
  const address = listAddresses(parts.header('from').join(' '))[0] ?? null
  return [plainNews(address, 'complaint', 'opt-out', 'apple unsubscribe')]
}

/** Whom the mail went to, from its own header: reports often leave the address out of theirs. */
function returnedTo(parts: ReportParts): string[] {
  const fields = [
    /^x-hmxmroriginalrecipient\s*:(.*)$/gim,
    /^to\s*:(.*(?:\n[ \t].*){0,3})$/gim,
    /^(?:x-original-to|delivered-to)\s*:(.*)$/gim,
  ]
  for (const field of fields) {
    const found = valuesOf(parts.returned, field).flatMap((value) => listAddresses(value))
    if (found.length > 0) return found.slice(0, 1)
  }
  return []
}

const valuesOf = (text: string, field: RegExp): string[] =>
  [...text.matchAll(field)].slice(0, 200).flatMap(([, value]) => (value === undefined ? [] : [value.trim()]))
