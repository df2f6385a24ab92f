import type { Generated } from 'kysely'

/** What people at the desk do with many readers at once. */
export type ListsTables = {
  saved_filters: { id: Generated<number>; person_id: number; name: string; filter: string; created_at: number }
  /** `plan`, `expected` and `done` JSON: how its rows are read, what the check says would happen, what did (domain/reader-import.ts). */
  imports: {
    id: Generated<number>
    state: 'uploading' | 'uploaded' | 'checking' | 'checked' | 'importing' | 'done' | 'failed' | 'dropped'
    file_name: string
    plan: string
    bytes: number
    rows_checked: number
    rows_done: number
    read_bytes: number
    expected: string | null
    done: string | null
    message: string | null
    actor_id: number | null
    actor: string
    created_at: number
    confirmed_at: number | null
    finished_at: number | null
    lease_until: number | null
    attempts: number
  }
  import_blocks: { import_id: number; number: number; content: Uint8Array }
  import_verdicts: { import_id: number; number: number; verdicts: string }
  /** `action` and `filter` JSON; `subscriber_ids` joined by commas where single readers were chosen. */
  bulk_runs: {
    id: Generated<number>
    state: 'running' | 'done' | 'failed' | 'undoing' | 'undone'
    action: string
    filter: string
    subscriber_ids: string | null
    expected: number
    through_id: number
    reached_id: number
    looked_at: number
    changed: number
    passed_over: number
    put_back: number
    left_alone: number
    message: string | null
    actor_id: number | null
    actor: string
    created_at: number
    finished_at: number | null
    undone_at: number | null
    lease_until: number | null
    attempts: number
  }
  bulk_changes: { run_id: number; subscriber_id: number; before: string; after: string }
}
