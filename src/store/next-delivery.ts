import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** When the next waiting delivery comes due. */
export async function findNextTurn(db: Db): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant | null }>`select min(next_at) as at from deliveries where state = 'queued'`.execute(db)
  return rows[0]?.at ?? undefined
}

/** When the next waiting delivery comes due, or the next lease runs out. */
export async function findNextDelivery(db: Db): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(at) as at from (
      select min(next_at) as at from deliveries where state = 'queued'
      union all select min(lease_until) from deliveries where state in ('leased', 'posting')) as waiting`.execute(db)
  return rows[0]?.at ?? undefined
}
