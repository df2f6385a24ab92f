import type { X509Certificate } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { fieldsOf, isFields, listOf, textOf, type Fields } from '../reports/json-fields.ts'
import { readSesNotification } from '../reports/read-ses-notification.ts'
import type { FetchSmall } from './fetch-small.ts'
import {
  certificateUrlOf,
  confirmationUrlOf,
  isSnsSigned,
  readSnsCertificate,
  readSnsMessage,
  snsHostOf,
  type SnsMessage,
} from './sns-message.ts'
import { parseBody, rawOf, type ProviderEvent, type WebhookRead, type WebhookReader } from './webhook.ts'

/** Amazon changes its certificates a few times a year. */
const MOST_CERTIFICATES = 20

/**
 * Reads notifications of Amazon SES, which come through Amazon SNS: of the topics that the settings name, with the signature of SNS, whose
 * certificate is fetched from the host of the topic's region and kept. A subscription to one of these topics is confirmed.
 */
export function readSes({ topics, fetchSmall }: { topics: readonly string[]; fetchSmall: FetchSmall }): WebhookReader {
  const certificateOf = keepCertificates(fetchSmall)
  return async ({ body }, now) => {
    const message = readSnsMessage(parseBody(body))
    if (!message || !topics.includes(message.topic) || snsHostOf(message.topic) === undefined) return { ok: false, reason: 'unsigned' }
    const url = certificateUrlOf(message)
    if (!url) return { ok: false, reason: 'unsigned' }
    const certificate = await certificateOf(url, now)
    if (!certificate) return { ok: false, reason: 'away' }
    return isSnsSigned(message, certificate) ? act(message, fetchSmall) : { ok: false, reason: 'unsigned' }
  }
}

function keepCertificates(fetchSmall: FetchSmall): (url: URL, now: Instant) => Promise<X509Certificate | undefined> {
  const kept = new Map<string, string>()
  return async ({ href }, now) => {
    const known = kept.get(href)
    const pem = known ?? (await fetchSmall(new URL(href)))
    const certificate = pem === undefined ? undefined : readSnsCertificate(pem, now)
    if (certificate && pem !== undefined && known === undefined) {
      if (kept.size >= MOST_CERTIFICATES) kept.clear()
      kept.set(href, pem)
    }
    return certificate
  }
}

async function act(message: SnsMessage, fetchSmall: FetchSmall): Promise<WebhookRead> {
  switch (message.type) {
    case 'Notification':
      return readNotification(textOf(message.fields, 'Message'))
    case 'SubscriptionConfirmation': {
      const url = confirmationUrlOf(message)
      if (!url) return { ok: false, reason: 'unsigned' }
      return (await fetchSmall(url)) === undefined ? { ok: false, reason: 'away' } : { ok: true, events: [] }
    }
    default:
      return { ok: true, events: [] }
  }
}

/** SES sends a word of its own ("Successfully validated SNS topic …") when the topic is set; it is no JSON, and no news. */
function readNotification(text: string): WebhookRead {
  const notification = parseBody(Buffer.from(text))
  if (!isFields(notification)) return { ok: true, events: [] }
  const marks = marksIn(fieldsOf(notification, 'mail') ?? {})
  const events = readSesNotification(notification).map((recipient): ProviderEvent => ({ marks, recipient, raw: rawOf(notification) }))
  return { ok: true, events: events.slice(0, 200) }
}

/** `source` is the envelope sender; header fields are there where the identity is set to include them. */
function marksIn(mail: Fields): string[] {
  const fields = listOf(mail, 'headers').filter(isFields)
  const named = ['Return-Path', 'Message-ID', 'List-Unsubscribe'].flatMap((name) =>
    fields.filter((field) => textOf(field, 'name').toLowerCase() === name.toLowerCase()).map((field) => textOf(field, 'value')),
  )
  return [textOf(mail, 'source'), ...named]
}
