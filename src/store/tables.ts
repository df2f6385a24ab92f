import type { Generated, Insertable, Selectable } from 'kysely'
import type { BriefingState } from '../domain/briefing.ts'
import type { DeliveryState } from '../domain/delivery.ts'
import type { Format } from '../domain/part.ts'

/**
 * The tables as both databases have them. Instants are milliseconds UTC, `names` and `content` JSON, `topics` ids in ascending order
 * joined by commas, `low` and `high` bit masks of story positions (domain/positions.ts).
 */
export type Tables = {
  installation: { name: string; value: string }
  counters: { name: string; value: number }
  topics: { id: Generated<number>; slug: string; names: string; created_at: number }
  briefings: {
    id: Generated<number>
    source: string
    key: string
    slug: string
    state: BriefingState
    revision: number
    language: string
    title: string
    priority: number
    published_at: number | null
    publish_seq: number | null
    created_at: number
    changed_at: number
  }
  revisions: { briefing_id: number; number: number; content_hash: string; content: string; created_at: number }
  briefing_topics: { briefing_id: number; topic_id: number }
  digests: {
    id: Generated<number>
    slug: string
    names: string
    zone: string
    minute: number
    weekdays: number
    approval: 'auto' | 'person'
    cap: number
    late_limit: number
    useful_for: number
    cut_until: number
    seq_until: number
    next_number: number
    created_at: number
  }
  digest_topics: { digest_id: number; topic_id: number }
  issues: {
    id: Generated<number>
    digest_id: number
    number: number
    due_at: number
    state: 'draft' | 'approved' | 'addressed'
    seq_from: number
    seq_to: number
    over_cap: number
    composed_at: number
    approved_at: number | null
    approved_by: string | null
    parts_hash: string | null
    release_at: number | null
    addressed_through: number
    addressed_at: number | null
    held_at: number | null
    held_reason: string | null
  }
  cuts: {
    digest_id: number
    due_at: number
    verdict: 'composed' | 'no-stories' | 'merged' | 'too-late'
    issue_id: number | null
    decided_at: number
  }
  issue_stories: { issue_id: number; position: number; briefing_id: number; revision: number }
  issue_story_topics: { issue_id: number; topic_id: number; position: number; low: number; high: number }
  parts: { hash: string; content: string }
  issue_parts: { issue_id: number; language: string; format: Format; kind: string; about: number; hash: string }
  subscribers: { id: Generated<number>; address: string; canonical: string; name: string; created_at: number }
  reader_hours: { id: Generated<number>; zone: string; minute: number; weekdays: number }
  language_lists: { id: Generated<number>; languages: string }
  subscriptions: {
    id: Generated<number>
    digest_id: number
    subscriber_id: number
    state: 'active' | 'ended'
    hour_id: number
    language_list_id: number
    format: Format
    topics: string
    created_at: number
    ended_at: number | null
    ended_by: string | null
  }
  issue_hours: { issue_id: number; hour_id: number; due_at: number }
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
  }
  paces: {
    name: string
    rate: number
    free_at: number
    line_until: number
    slowed_at: number | null
    reason: string | null
  }
  suppressions: { canonical: string; reason: string; note: string; created_at: number }
  soft_failures: { canonical: string; delivery_id: number; failed_at: number; heard: 'answer' | 'report' }
  caught_messages: {
    id: Generated<number>
    received_at: number
    mail_from: string
    rcpt_to: string
    subject: string
    raw: Uint8Array
  }
}

export type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
export type NewRow<Table extends keyof Tables> = Insertable<Tables[Table]>
