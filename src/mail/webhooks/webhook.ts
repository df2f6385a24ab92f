import type { RecipientReport } from '../reports/report.ts'

/** A request of a mail provider, as it came: the signature is over these bytes. */
export type Webhook = { headers: Readonly<Record<string, string | string[] | undefined>>; body: Uint8Array }

/** One thing that happened to one mail. */
export type ProviderEvent = {
  /** Every word of the event that may hold a token of ours, the surest first: envelope sender, metadata, Message-ID, header fields. */
  marks: string[]
  recipient: RecipientReport
  /** The event as it came, for a person where it is nobody's. */
  raw: Uint8Array
}

/**
 * - `unsigned`: it is not from the provider, as far as anybody can tell.
 * - `unreadable`: it is, and not in a form that we know.
 * - `away`: what it needs to be checked cannot be had at the moment.
 */
export type WebhookRead = { ok: true; events: ProviderEvent[] } | { ok: false; reason: 'unsigned' | 'unreadable' | 'away' }

export type WebhookReader = (webhook: Webhook, now: number) => Promise<WebhookRead>

/** A batch of events has at most so many; no provider sends more. */
export const MOST_EVENTS = 5_000

export const headerOf = ({ headers }: Webhook, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

/** Undefined for what is no JSON. */
export function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  } catch {
    return undefined
  }
}

/** What a person is shown of one event. */
export const rawOf = (event: unknown): Uint8Array => Buffer.from(JSON.stringify(event, null, 1))
