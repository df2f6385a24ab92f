import type { Generated } from 'kysely'
import type { HookPostState, HookState } from '../../domain/hook.ts'

/** The house itself: its processes, what is set at its desk, and the webhooks by which it tells others what happens. */
export type HouseTables = {
  heartbeats: {
    run: string
    host: string
    pid: number
    roles: string
    version: string
    started_at: number
    seen_at: number
    troubles: number
    last_trouble: string | null
  }
  /** What is set at the desk, by the names of the environment. `value` is JSON: a text, or a sealed one. */
  settings: { key: string; value: string; changed_at: number; changed_by: string }
  /** Never deleted: mails of long ago show them. */
  pictures: { path: string; type: string; content: Uint8Array; added_at: number }
  hooks: {
    id: Generated<number>
    name: string
    url: string
    secret: string
    events: string
    state: HookState
    made_by: string
    created_at: number
    failing_since: number | null
    stopped_reason: string | null
  }
  /** What happened, written in the transaction in which it did; `word` is its name outside. */
  hook_events: { id: Generated<number>; word: string; kind: string; at: number; body: string }
  hook_posts: {
    id: Generated<number>
    hook_id: number
    event_id: number
    state: HookPostState
    attempts: number
    next_at: number
    lease_until: number | null
    status: number | null
    answer: string | null
    took: number | null
    settled_at: number | null
  }
}
