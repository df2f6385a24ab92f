import type { Instant } from '../domain/instant.ts'
import type { Webhook, WebhookReader } from '../mail/webhooks/webhook.ts'
import type { NewsTools } from './report-tools.ts'
import { takeProviderNews } from './take-provider-news.ts'

export type WebhookReaders = ReadonlyMap<string, WebhookReader>

/** `away`: nothing is lost, the provider shall try again. */
export type WebhookTaken = { state: 'stored'; events: number } | { state: 'unknown' | 'unsigned' | 'unreadable' | 'away' }

/**
 * Takes what a mail provider posts, once its signature holds. Everything in it is stored when this answers `stored`; it throws when the
 * database fails, and what was stored by then counts once when it comes again.
 */
export async function takeWebhook(
  { readers, ...tools }: NewsTools & { readers: WebhookReaders },
  { provider, ...webhook }: Webhook & { provider: string },
  now: Instant,
): Promise<WebhookTaken> {
  const read = await readers.get(provider)?.(webhook, now)
  if (!read) return { state: 'unknown' }
  if (!read.ok) return { state: read.reason }
  for (const event of read.events) await takeProviderNews(tools, { provider, ...event }, now)
  return { state: 'stored', events: read.events.length }
}
