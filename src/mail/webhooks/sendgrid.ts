import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { DAY, HOUR, MINUTE, type Instant } from '../../domain/instant.ts'
import { isFields, textOf, type Fields } from '../reports/json-fields.ts'
import { judgeTexts } from '../reports/judge-text.ts'
import { delayed, delivered, plainNews, refused } from '../reports/recipient-report.ts'
import type { RecipientReport } from '../reports/report.ts'
import { headerOf, MOST_EVENTS, parseBody, rawOf, type ProviderEvent, type Webhook, type WebhookReader } from './webhook.ts'

/** The key that SendGrid shows beside the webhook: the DER of a public key for ECDSA, in base 64. Undefined when it is none. */
export function parseSendGridKey(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' ? key : undefined
  } catch {
    return undefined
  }
}

/** SendGrid tries for 24 hours (Event Webhook, "Retries"), and says nothing of signing anew. A replay counts once anyway. */
const OLDEST = DAY + HOUR
const NEWEST = 5 * MINUTE

/** Reads SendGrid's Event Webhook with its signature: ECDSA over the timestamp and the body, each in a header of its own. */
export const readSendGrid =
  (key: KeyObject): WebhookReader =>
  async (webhook, now) => {
    if (!isSigned(webhook, key, now)) return { ok: false, reason: 'unsigned' }
    const events = parseBody(webhook.body)
    return Array.isArray(events)
      ? { ok: true, events: events.slice(0, MOST_EVENTS).filter(isFields).flatMap(readEvent) }
      : { ok: false, reason: 'unreadable' }
  }

function isSigned(webhook: Webhook, key: KeyObject, now: Instant): boolean {
  const timestamp = headerOf(webhook, 'x-twilio-email-event-webhook-timestamp')
  const signature = headerOf(webhook, 'x-twilio-email-event-webhook-signature')
  const age = now - Number(timestamp) * 1000
  if (!/^\d{1,12}$/.test(timestamp) || age > OLDEST || age < -NEWEST || signature === '') return false
  return verify('sha256', Buffer.concat([Buffer.from(timestamp), webhook.body]), key, Buffer.from(signature, 'base64'))
}

function readEvent(event: Fields): ProviderEvent[] {
  const recipient = recipientOf(event)
  return recipient ? [{ marks: [textOf(event, 'smtp-id')], recipient, raw: rawOf(event) }] : []
}

/** "Event Webhook Reference": delivery and engagement events. Opens and clicks are nobody's news. */
function recipientOf(event: Fields): RecipientReport | undefined {
  const address = textOf(event, 'email') || null
  const reason = textOf(event, 'reason')
  const said = textOf(event, 'response') || reason
  const judged = (): ReturnType<typeof judgeTexts> =>
    judgeTexts([said, textOf(event, 'bounce_classification')], { status: textOf(event, 'status') })
  switch (textOf(event, 'event')) {
    case 'bounce':
      return refused(address, judged(), said)
    case 'dropped':
      return dropped(address, reason) ?? refused(address, judged(), said)
    case 'deferred':
      return delayed(address, judged(), said)
    case 'delivered':
      return delivered(address, 'delivered', said)
    case 'spamreport':
      return plainNews(address, 'complaint', 'abuse', 'sendgrid spamreport')
    case 'unsubscribe':
    case 'group_unsubscribe':
      return plainNews(address, 'complaint', 'opt-out', 'sendgrid unsubscribe')
    default:
      return undefined
  }
}

/** What SendGrid does not even try, because of what it has heard of that address before. */
function dropped(address: string | null, reason: string): RecipientReport | undefined {
  if (reason === 'Spam Reporting Address') return plainNews(address, 'complaint', 'abuse', 'sendgrid dropped', reason)
  if (reason === 'Unsubscribed Address') return plainNews(address, 'complaint', 'opt-out', 'sendgrid dropped', reason)
  return undefined
}
