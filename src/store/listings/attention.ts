import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { openStore } from '../open-store.ts'
import { listHeldReceivers, type HeldReceiver } from './held-suppressions.ts'
import { listReputation, type Reputation } from './reputation.ts'

/** What waits for a person, and which rates come near to a limit. */
export type Attention = {
  heldReceivers: HeldReceiver[]
  heldIssues: { id: number; reason: string }[]
  reputation: Reputation[]
}

const MOST_ISSUES = 20

export async function findAttention(db: Db, now: Instant): Promise<Attention> {
  const heldIssues = await db
    .selectFrom('issues')
    .select(['id', 'held_reason as reason'])
    .where('held_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MOST_ISSUES)
    .execute()
  const reputation = (await listReputation(db, now, { limit: 200 })).filter(({ days }) =>
    Object.values(days).some(({ warnings }) => warnings.length > 0),
  )
  return {
    heldReceivers: await listHeldReceivers(db),
    heldIssues: heldIssues.map(({ id, reason }) => ({ id, reason: reason ?? '' })),
    reputation,
  }
}

/** The same for a database that nobody has opened; undefined where it cannot be read. */
export async function readAttention(url: string, now: Instant): Promise<Attention | undefined> {
  const store = openStore(url)
  try {
    return await findAttention(store.db, now)
  } catch {
    return undefined
  } finally {
    await store.close()
  }
}
