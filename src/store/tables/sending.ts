import type { Generated } from 'kysely'
import type { DeliveryState } from '../../domain/delivery.ts'
import type { NoticeKind, NoticeState } from '../../domain/notice.ts'
import type { Format } from '../../domain/part.ts'

/** Issues on their way to their readers. */
export type SendingTables = {
  issue_hours: {
    issue_id: number
    hour_id: number
    due_at: number
    verdict: Generated<'due' | 'waits'>
    low: Generated<number>
    high: Generated<number>
    served_before: number | null
  }
  /** Quarters of an hour, counted from 1970, in which the issue has mails besides those of its hours. */
  issue_quarters: { issue_id: number; quarter: number }
  issue_languages: { issue_id: number; language_list_id: number; language: string; low: number; high: number }
  issue_tallies: { issue_id: number; reason: string; readers: number }
  deliveries: {
    id: Generated<number>
    issue_id: number
    subscriber_id: number
    state: DeliveryState
    due_at: number
    next_at: number
    low: number
    high: number
    topics: string
    language: string
    format: Format
    attempts: number
    lease_until: number | null
    reason: string | null
    settled_at: number | null
    joined_to: number | null
    put_off_from: number | null
    more_low: Generated<number>
    more_high: Generated<number>
    printing: Generated<number>
  }
  attempts: {
    delivery_id: number
    number: number
    outcome: string
    started_at: number
    ended_at: number
    reply_code: number | null
    enhanced_code: string | null
    reply: string
    relay: string
    fault: string | null
    dated_at: number | null
    message_hash: string | null
  }
  instances: {
    run: string
    instance: string
    host: string
    secret: string
    base_url: string
    started_at: number
    seen_at: number
  }
  paces: {
    name: string
    rate: number
    free_at: number
    line_until: number
    slowed_at: number | null
    reason: string | null
  }
  caught_messages: {
    id: Generated<number>
    received_at: number
    mail_from: string
    rcpt_to: string
    subject: string
    raw: Uint8Array
  }
  notices: {
    id: Generated<number>
    kind: NoticeKind
    address: string
    canonical: string
    language: string
    content: string
    state: NoticeState
    created_at: number
    next_at: number
    useful_until: number
    attempts: number
    lease_until: number | null
    reason: string | null
    settled_at: number | null
    came_back: 'dead' | 'failed' | 'complained' | null
  }
  test_mails: { id: Generated<number>; issue_id: number; notice_id: number; person_id: number | null; sent_at: number }
}
