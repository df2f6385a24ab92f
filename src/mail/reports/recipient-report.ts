import type { Verdict } from './classify-reply.ts'
import type { RecipientReport } from './report.ts'
import { findReplyCode, findStatus } from './status-code.ts'

export function refused(address: string | null, verdict: Verdict, text: string): RecipientReport {
  const { class: kind, reason, status, replyCode, rule } = verdict
  return { address, class: kind, reason, status, replyCode, rule, text: oneLine(text) }
}

/**
 * Still being tried: no bounce (RFC 3464 §2.3.3). Only what is our own fault is told as such already now, so that a person can mend it
 * before the mail expires; it counts for no subscriber either way.
 */
export function delayed(address: string | null, verdict: Verdict, text: string): RecipientReport {
  if (verdict.class === 'sender') return refused(address, verdict, text)
  return { ...refused(address, verdict, text), class: 'soft', reason: 'delayed', rule: `delayed ${verdict.rule}` }
}

export function delivered(address: string | null, reason: string, text: string, status = ''): RecipientReport {
  return {
    address,
    class: 'delivered',
    reason,
    status: findStatus(status),
    replyCode: findReplyCode(text),
    rule: `action ${reason}`,
    text: oneLine(text),
  }
}

export function plainNews(
  address: string | null,
  kind: RecipientReport['class'],
  reason: string,
  rule: string,
  text = '',
): RecipientReport {
  return { address, class: kind, reason, status: null, replyCode: null, rule, text: oneLine(text) }
}

const oneLine = (text: string): string =>
  text
    .slice(0, 4_000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 1_000)
