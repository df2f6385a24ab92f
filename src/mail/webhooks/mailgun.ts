import { createHmac } from 'node:crypto'
import { HOUR, MINUTE, type Instant } from '../../domain/instant.ts'
import { fieldsOf, isFields, textOf, type Fields } from '../reports/json-fields.ts'
import { judgeTexts } from '../reports/judge-text.ts'
import { delayed, delivered, plainNews, refused } from '../reports/recipient-report.ts'
import type { RecipientReport } from '../reports/report.ts'
import { isSameWord } from './is-same-word.ts'
import { parseBody, rawOf, type WebhookReader } from './webhook.ts'

/** Mailgun tries for 8 hours ("Webhooks", retries), always with the same signature. */
const OLDEST = 9 * HOUR
const NEWEST = 5 * MINUTE

/**
 * Reads a webhook of Mailgun: HMAC-SHA256 over timestamp and token ("Securing webhooks"). The signature does not cover the event, so each
 * token is good for one body only; and whom the event is about, only a token of ours says, which stands in the event.
 */
export function readMailgun(signingKey: string): WebhookReader {
  const seen = new Map<string, { digest: string; until: Instant }>()
  return async ({ body }, now) => {
    const parsed = parseBody(body)
    const signature = fieldsOf(parsed, 'signature')
    const [timestamp, token] = [textOf(signature, 'timestamp'), textOf(signature, 'token')]
    const age = now - Number(timestamp) * 1000
    const isInTime = /^\d{1,12}$/.test(timestamp) && age <= OLDEST && age >= -NEWEST
    if (!isInTime || !isSignedWith(signingKey, timestamp + token, signature)) return { ok: false, reason: 'unsigned' }
    const digest = createHmac('sha256', signingKey).update(body).digest('base64')
    if ((seen.get(token)?.digest ?? digest) !== digest) return { ok: false, reason: 'unsigned' }
    forgetOld(seen, now)
    seen.set(token, { digest, until: now + OLDEST + NEWEST })
    const event = fieldsOf(parsed, 'event-data')
    if (!event) return { ok: false, reason: 'unreadable' }
    const recipient = recipientOf(event)
    return { ok: true, events: recipient ? [{ marks: marksIn(event), recipient, raw: rawOf(event) }] : [] }
  }
}

// Events of a subaccount are signed with its key, and with that of the account above it.
function isSignedWith(key: string, message: string, signature: Fields | undefined): boolean {
  const expected = createHmac('sha256', key).update(message).digest('hex')
  return ['signature', 'parent-signature'].map((name) => isSameWord(textOf(signature, name), expected)).includes(true)
}

/** The oldest stand first. */
function forgetOld(seen: Map<string, { until: Instant }>, now: Instant): void {
  for (const [token, { until }] of seen) {
    if (until > now && seen.size < MOST_TOKENS) return
    seen.delete(token)
  }
}

const MOST_TOKENS = 200_000

function marksIn(event: Fields): string[] {
  const headers = fieldsOf(fieldsOf(event, 'message'), 'headers')
  const variables = Object.values(fieldsOf(event, 'user-variables') ?? {}).filter((value) => typeof value === 'string')
  return [textOf(fieldsOf(event, 'envelope'), 'sender'), textOf(headers, 'message-id'), ...variables]
}

function recipientOf(event: Fields): RecipientReport | undefined {
  const address = textOf(event, 'recipient') || null
  const status = fieldsOf(event, 'delivery-status')
  const said = [codeOf(status), textOf(status, 'message') || textOf(status, 'description')].filter((word) => word !== '').join(' ')
  const reason = textOf(event, 'reason')
  switch (textOf(event, 'event')) {
    case 'failed': {
      const verdict = judgeTexts([SUPPRESSED.test(reason) ? 'suppression list' : said, textOf(status, 'description')], {})
      if (textOf(event, 'severity') === 'temporary') return delayed(address, verdict, said)
      const isOptOut = reason === 'suppress-unsubscribe' || reason === 'suppress-complaint'
      const kind = reason === 'suppress-complaint' ? 'abuse' : 'opt-out'
      return isOptOut ? plainNews(address, 'complaint', kind, `mailgun ${reason}`, said) : refused(address, verdict, said)
    }
    case 'delivered':
      return delivered(address, 'delivered', said)
    case 'complained':
      return plainNews(address, 'complaint', 'abuse', 'mailgun complained')
    case 'unsubscribed':
      return plainNews(address, 'complaint', 'opt-out', 'mailgun unsubscribed')
    default:
      return undefined
  }
}

/** Mailgun does not try addresses that it has on a list of its own. */
const SUPPRESSED = /^suppress-bounce$/

function codeOf(status: unknown): string {
  const code = isFields(status) ? status['code'] : undefined
  // Codes such as 498 and 605 are Mailgun's own, and say nothing of the other server.
  return typeof code === 'number' && [421, 450, 451, 452, 550, 551, 552, 553, 554].includes(code) ? String(code) : ''
}
