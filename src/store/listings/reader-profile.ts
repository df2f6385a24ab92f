import type { Instant } from '../../domain/instant.ts'
import type { SuppressionReason } from '../../domain/suppression.ts'
import type { Db } from '../dialect.ts'
import { findSubscription, type Subscription } from '../subscriptions.ts'

/** Who a reader is, and what comes now. */
export type ReaderProfile = {
  id: number
  address: string
  canonical: string
  name: string
  createdAt: Instant
  confirmedAt: Instant
  subscriptions: (Subscription & { digest: string; endedAt: Instant | null; endedBy: string | null })[]
  suppressed: { reason: SuppressionReason; note: string; by: string; at: Instant } | undefined
  /** Requests of this address that wait for a click. */
  signUps: { id: number; digest: string; state: string; askedAt: Instant }[]
}

export async function findReaderId(db: Db, canonical: string): Promise<number | undefined> {
  return (await db.selectFrom('subscribers').select('id').where('canonical', '=', canonical).executeTakeFirst())?.id
}

export async function findReaderProfile(db: Db, id: number): Promise<ReaderProfile | undefined> {
  const row = await db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const { address, canonical, name } = row
  const suppressions = db.selectFrom('suppressions').select(['reason', 'note', 'added_by as by', 'created_at as at'])
  return {
    ...{ id, address, canonical, name, createdAt: row.created_at, confirmedAt: row.confirmed_at },
    subscriptions: await subscriptionsOf(db, id),
    suppressed: await suppressions.where('canonical', '=', canonical).executeTakeFirst(),
    signUps: await signUpsOf(db, canonical),
  }
}

async function subscriptionsOf(db: Db, subscriberId: number): Promise<ReaderProfile['subscriptions']> {
  const rows = await db
    .selectFrom('subscriptions')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['digest_id', 'slug', 'ended_at', 'ended_by'])
    .where('subscriber_id', '=', subscriberId)
    .orderBy('subscriptions.id')
    .execute()
  const found = await Promise.all(
    rows.map(async ({ digest_id, slug, ended_at, ended_by }) => {
      const subscription = await findSubscription(db, { subscriberId, digestId: digest_id })
      return subscription && { ...subscription, digest: slug, endedAt: ended_at, endedBy: ended_by }
    }),
  )
  return found.filter((one) => one !== undefined)
}

async function signUpsOf(db: Db, canonical: string): Promise<ReaderProfile['signUps']> {
  const waiting = db.selectFrom('sign_ups').innerJoin('digests', 'digests.id', 'digest_id').where('canonical', '=', canonical)
  const rows = waiting.where('state', 'in', ['asked', 'mailed']).select(['sign_ups.id', 'slug as digest', 'state', 'asked_at as askedAt'])
  return rows.orderBy('sign_ups.id', 'desc').limit(5).execute()
}
