import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** What decides at the last moment whether a claimed delivery still goes out. */
export type LastWord = {
  id: number
  address: string
  canonical: string
  subscription: 'active' | 'ended' | 'gone'
  pausedUntil: Instant | null
  suppressed: string | null
  /** Whether there are suppressions of which erasure has left the hash alone: this reader may be one of them. */
  mayBeErased: boolean
  /** Why its issue is held; null when it is not. */
  held: string | null
  /** The printing of its issue that goes out now. */
  printing: number
  /** Whether soft failures are counted that an acceptance ends. */
  hasFailedSoftly: boolean
}

/** Asks subscription and suppression for deliveries at hand, just before the conversation. */
export async function listLastWords(db: Db, ids: number[]): Promise<LastWord[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('issues', 'issues.id', 'deliveries.issue_id')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .leftJoin('subscriptions', (join) =>
      join.onRef('subscriptions.subscriber_id', '=', 'subscribers.id').onRef('subscriptions.digest_id', '=', 'issues.digest_id'),
    )
    .leftJoin('suppressions', 'suppressions.canonical', 'subscribers.canonical')
    .select([
      'deliveries.id',
      'address',
      'subscribers.canonical',
      'subscriptions.state as subscription',
      'paused_until as pausedUntil',
      'suppressions.reason as suppressed',
      'held_reason as held',
      'issues.printing',
      failedSoftly.as('failures'),
      hasErased.as('erased'),
    ])
    .where('deliveries.id', 'in', ids)
    .execute()
  return rows.map(({ failures, erased, ...row }) => ({
    ...row,
    subscription: row.subscription ?? 'gone',
    hasFailedSoftly: failures > 0,
    mayBeErased: erased > 0,
  }))
}

const hasErased = sql<number>`(select count(*) from (select 1 from suppressions where canonical is null limit 1) as one)`

// Those heard in reports are not ended by an acceptance: a relay accepts everything, and the report comes later.
const failedSoftly = sql<number>`(
  select count(*) from soft_failures where soft_failures.canonical = subscribers.canonical and heard = 'answer')`
