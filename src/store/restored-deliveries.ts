import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** What waited when the copy was made and was due by then may have been sent by the original: doubtful, like a line that broke. */
export async function doubtDueDeliveries(tx: Db, { until, now }: { until: Instant; now: Instant }): Promise<number> {
  const result = await sql`
    update deliveries set state = 'doubtful', settled_at = ${now}, lease_until = null,
      reason = 'restored from a copy: the original may have sent it'
    where state in ('queued', 'joined', 'leased', 'posting') and due_at <= ${until}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
