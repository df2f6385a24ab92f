import type { Generated } from 'kysely'
import type { BriefingState } from '../../domain/briefing.ts'
import type { Release } from '../../domain/digest.ts'
import type { Format } from '../../domain/part.ts'

/** What is published: topics, briefings, digests and their issues. */
export type PublicationTables = {
  installation: { name: string; value: string }
  counters: { name: string; value: number }
  topics: {
    id: Generated<number>
    slug: string
    names: string
    lines: Generated<string>
    position: Generated<number>
    created_at: number
    parent_id: number | null
    formerly: Generated<string>
    merged_into: Generated<number | null>
  }
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
    public_revision: Generated<number | null>
    created_at: number
    changed_at: number
    story_id: number | null
    corrects_id: number | null
    pinned: Generated<number>
    publish_at: Generated<number | null>
    withdrawn_at: Generated<number | null>
  }
  revisions: {
    briefing_id: number
    number: number
    content_hash: string
    content: string
    created_at: number
    author: Generated<string>
    filed: Generated<string>
  }
  working_copies: { briefing_id: number; person_id: number; revision: number; fields: string; changed_at: number }
  open_briefings: { briefing_id: number; person_id: number; seen_at: number }
  briefing_topics: { briefing_id: number; topic_id: number }
  digests: {
    id: Generated<number>
    slug: string
    names: string
    lines: Generated<string>
    welcome: Generated<'issue' | 'none'>
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
    public: Generated<number>
    created_at: number
    release: Generated<Release>
    recurrence: Generated<string>
    calendar: string | null
    fewest: Generated<number>
    most_waits: Generated<number>
    waits: Generated<number>
    silent_after: number | null
    joins: Generated<number>
    least_priority: Generated<number>
    topic_cap: number | null
    overflow: Generated<'page' | 'carry'>
    is_recap: Generated<number>
    look: Generated<string>
    quiet: number | null
  }
  calendar_dates: { calendar: string; date: string; note: string }
  digest_topics: { digest_id: number; topic_id: number }
  issues: {
    id: Generated<number>
    digest_id: number
    number: number
    due_at: number
    state: 'draft' | 'approved' | 'addressed' | 'skipped'
    seq_from: number
    seq_to: number
    over_cap: number
    composed_at: number
    from_at: number | null
    approved_at: number | null
    approved_by: string | null
    parts_hash: string | null
    release_at: number | null
    addressed_through: number
    addressed_at: number | null
    held_at: number | null
    held_reason: string | null
    reach_seq: Generated<number>
    printing: Generated<number>
    waits_for_yes: Generated<number>
    corrects_id: number | null
    sent_at: number | null
  }
  issue_edits: { issue_id: number; subjects: string; introductions: string; left_out: string; changes: number }
  issue_looks: { issue_id: number; person_id: number; parts_hash: string; stories: string; looked_at: number }
  issue_clicks: { issue_id: number; briefing_id: number | null; link: string; hour: number; clicks: number }
  digest_skips: { digest_id: number; date: string; skipped_at: number; skipped_by: string }
  issue_printings: {
    issue_id: number
    printing: number
    parts_hash: string
    frozen_at: number
    frozen_by: string
    low: number
    high: number
    words_changed: number
  }
  cuts: {
    digest_id: number
    due_at: number
    verdict: 'composed' | 'skipped' | 'no-stories' | 'waits' | 'merged' | 'too-late'
    issue_id: number | null
    decided_at: number
  }
  issue_stories: {
    issue_id: number
    position: number
    briefing_id: number
    revision: number
    pinned: Generated<number>
    left_over: Generated<number>
  }
  issue_story_topics: { issue_id: number; topic_id: number; position: number; low: number; high: number; distance: Generated<number> }
  parts: { hash: string; content: string }
  issue_parts: { issue_id: number; printing: number; language: string; format: Format; kind: string; about: number; hash: string }
}
