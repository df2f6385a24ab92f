import type { Language } from './briefing.ts'
import type { DeliveryState } from './delivery.ts'
import type { Instant } from './instant.ts'
import type { Names } from './topic.ts'

/** Where a story stands for one reader in one digest: in a mail, in one to come, or in none. */
export type Placement =
  | {
      kind: 'given'
      issueId: number
      number: number
      state: DeliveryState
      dueAt: Instant
      /** When it would have come on a day that had mails enough already. */
      putOffFrom: Instant | null
      settledAt: Instant | null
      detail: string | null
    }
  | { kind: 'left-out'; issueId: number; number: number; cutAt: Instant }
  /** `cutAt` null: its schedule never comes round again. */
  | { kind: 'coming'; cutAt: Instant | null }
  | { kind: 'not-coming' }

/** The one reason behind it, by its code. */
export type Because =
  | { code: 'matched' | 'carried-over' | 'made-up-for'; topic: Names }
  | { code: 'correction' }
  | { code: 'had'; digest: Names; number: number }
  | { code: 'over-cap'; cap: number }
  | { code: 'language'; language: Language }
  | { code: 'other-version'; title: string }
  | { code: 'paused'; until: Instant }
  /** So many publications before the reader's window. */
  | { code: 'outside-window'; by: number }
  | { code: 'suppressed'; reason: string }
  | { code: Plain }

type Plain =
  | 'muted'
  | 'no-topic'
  | 'not-among-best'
  | 'nothing-to-correct'
  | 'waits'
  | 'no-subscription'
  | 'not-confirmed'
  | 'not-published'
  | 'withdrawn'
  | 'not-in-digest'
  | 'no-room-in-issue'
  | 'not-addressed-yet'
  | 'as-addressed'

/** What is told of one story, one reader and one digest. */
export type Explanation = { digest: Names; slug: string; placement: Placement; because: Because }
