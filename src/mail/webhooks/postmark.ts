import { fieldsOf, isFields, textOf, type Fields } from '../reports/json-fields.ts'
import { judgeTexts } from '../reports/judge-text.ts'
import { delayed, delivered, plainNews, refused } from '../reports/recipient-report.ts'
import type { RecipientReport } from '../reports/report.ts'
import { isSameWord } from './is-same-word.ts'
import { headerOf, parseBody, rawOf, type WebhookReader } from './webhook.ts'

export type PostmarkLogin = { user: string; password: string }

/**
 * Reads a webhook of Postmark. It signs nothing: its own advice ("Webhooks overview", "Protecting your webhook") is https with a user and a
 * password in the webhook's address, which come as HTTP basic authentication (RFC 7617).
 */
export const readPostmark =
  ({ user, password }: PostmarkLogin): WebhookReader =>
  async (webhook) => {
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    if (!isSameWord(headerOf(webhook, 'authorization'), expected)) return { ok: false, reason: 'unsigned' }
    const event = parseBody(webhook.body)
    if (!isFields(event)) return { ok: false, reason: 'unreadable' }
    const recipient = recipientOf(event)
    return { ok: true, events: recipient ? [{ marks: marksIn(event), recipient, raw: rawOf(event) }] : [] }
  }

/** Our mark comes back as metadata (digest-headers.ts); in the whole report, where the webhook includes it, stands the mail's header. */
function marksIn(event: Fields): string[] {
  const metadata = Object.values(fieldsOf(event, 'Metadata') ?? {}).filter((value) => typeof value === 'string')
  const lines = textOf(event, 'Content').match(/^(?:return-path|list-unsubscribe|message-id)\s*:.{0,1000}(?:\r?\n[ \t].{0,1000}){0,4}/gim)
  return [...metadata, ...(lines ?? []).slice(0, 10)]
}

function recipientOf(event: Fields): RecipientReport | undefined {
  const address = textOf(event, 'Email') || textOf(event, 'Recipient') || null
  switch (textOf(event, 'RecordType')) {
    case 'Bounce':
      return bounced(address, event)
    case 'SpamComplaint':
      return plainNews(address, 'complaint', 'abuse', 'postmark complaint', textOf(event, 'Details'))
    case 'Delivery':
      return delivered(address, 'delivered', textOf(event, 'Details'))
    case 'SubscriptionChange': {
      // Bounces and complaints that change the subscription come as news of their own, too.
      const isWish = event['SuppressSending'] === true && textOf(event, 'SuppressionReason') === 'ManualSuppression'
      return isWish ? plainNews(address, 'complaint', 'opt-out', 'postmark unsubscribed') : undefined
    }
    default:
      return undefined
  }
}

/** "Bounce types" in Postmark's manual. Those that are not here are judged by what the other server said. */
function bounced(address: string | null, event: Fields): RecipientReport {
  const details = textOf(event, 'Details')
  const judge = (words: string[]): ReturnType<typeof judgeTexts> => judgeTexts(words, {})
  const type = textOf(event, 'Type')
  switch (type) {
    case 'AutoResponder':
    case 'AddressChange':
    case 'ChallengeVerification':
      return plainNews(address, 'autoreply', type === 'ChallengeVerification' ? 'challenge' : 'automatic', `postmark ${type}`, details)
    case 'SpamComplaint':
      return plainNews(address, 'complaint', 'abuse', 'postmark complaint', details)
    case 'Unsubscribe':
      return plainNews(address, 'complaint', 'opt-out', 'postmark unsubscribed', details)
    case 'Transient':
    case 'SoftBounce':
      return type === 'Transient' ? delayed(address, judge([details]), details) : refused(address, judge([details]), details)
    case 'HardBounce':
    case 'BadEmailAddress':
      return refused(address, judge([details, textOf(event, 'Description')]), details)
    default:
      return refused(address, judge([details, textOf(event, 'Name')]), details)
  }
}
