import type { Generated } from 'kysely'
import type { SuppressionReason } from '../../domain/suppression.ts'

/** What came back, and whom we do not write to. */
export type ReportsTables = {
  suppressions: {
    id: Generated<number>
    canonical: string | null
    hash: string | null
    reason: SuppressionReason
    note: string
    added_by: string
    created_at: number
  }
  suppression_log: {
    id: Generated<number>
    at: number
    canonical: string | null
    hash: string | null
    what: 'added' | 'lifted' | 'held' | 'dropped'
    reason: SuppressionReason
    note: string
    done_by: string
  }
  soft_failures: { canonical: string; delivery_id: number; failed_at: number; heard: 'answer' | 'report' }
  breakers: {
    receiver: string
    opened_at: number
    dead: number
    gone: number
    decided_at: number | null
    decision: 'apply' | 'drop' | null
  }
  held_suppressions: {
    id: Generated<number>
    receiver: string
    canonical: string
    delivery_id: number | null
    note: string
    heard: 'answer' | 'report'
    held_at: number
  }
  delivery_news: {
    id: Generated<number>
    delivery_id: number
    kind: 'failed' | 'ours' | 'delayed' | 'complaint' | 'delivered'
    heard_at: number
    class: string
    reason: string
    follows: string
    reply_code: string | null
    status: string | null
    rule: string
    text: string
    via: string
    provider: string | null
  }
  unmatched_reports: {
    id: Generated<number>
    received_at: number
    via: string
    provider: string | null
    recipient: string
    why: string
    bytes: number
    raw: Uint8Array
  }
  report_tallies: { day: number; verdict: string; reports: number }
  reputation_hours: {
    hour: number
    sender_domain: string
    receiver: string
    accepted: number
    refused: number
    bounced: number
    complained: number
    dead: number
  }
  issue_counts: { issue_id: number; gone: number; failed: number; complained: number; paused_at: number | null }
}
