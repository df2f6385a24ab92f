import type { KeyObject } from 'node:crypto'
import { fetchSmallBy, type FetchSmall } from './fetch-small.ts'
import { readMailgun } from './mailgun.ts'
import { readPostmark, type PostmarkLogin } from './postmark.ts'
import { readSendGrid } from './sendgrid.ts'
import { readSes } from './ses.ts'
import type { WebhookReader } from './webhook.ts'

/** Whose webhooks we take, and how we know them. */
export type WebhookSettings = {
  sesTopics: readonly string[]
  sendGridKey: KeyObject | undefined
  postmark: PostmarkLogin | undefined
  mailgunKey: string | undefined
}

/** The readers of those that are set, by the name in their address. */
export function webhookReaders(
  { sesTopics, sendGridKey, postmark, mailgunKey }: WebhookSettings,
  fetchSmall: FetchSmall = fetchSmallBy(),
): ReadonlyMap<string, WebhookReader> {
  const readers = new Map<string, WebhookReader>()
  if (sesTopics.length > 0) readers.set('ses', readSes({ topics: sesTopics, fetchSmall }))
  if (sendGridKey) readers.set('sendgrid', readSendGrid(sendGridKey))
  if (postmark) readers.set('postmark', readPostmark(postmark))
  if (mailgunKey !== undefined) readers.set('mailgun', readMailgun(mailgunKey))
  return readers
}
