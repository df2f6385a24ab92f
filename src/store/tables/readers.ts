import type { Generated } from 'kysely'
import type { Format } from '../../domain/part.ts'

/** Who reads, and what they chose. */
export type ReadersTables = {
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
}
