import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** A reader with one subscription, or with none, as a line of a table. */
export type ExportedReader = {
  address: string
  name: string
  digest: string | null
  state: 'active' | 'ended' | null
  topics: string | null
  minute: number
  weekdays: number
  zone: string
  languages: string
  format: string
  pausedUntil: Instant | null
  suppressed: string | null
  consentedAt: Instant | null
}

/** Some readers with all that they have chosen, in the order of their ids. */
export async function listExported(db: Db, ids: number[]): Promise<ExportedReader[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ExportedReader>`
    select s.address, s.name, d.slug as digest, u.state, u.topics, h.minute, h.weekdays, h.zone, l.languages, u.format,
      u.paused_until as "pausedUntil", x.reason as suppressed,
      (select max(c.given_at) from consents as c where c.subscriber_id = s.id and c.digest_id = u.digest_id) as "consentedAt"
    from subscribers as s
    left join subscriptions as u on u.subscriber_id = s.id
    left join digests as d on d.id = u.digest_id
    left join reader_hours as h on h.id = u.hour_id
    left join language_lists as l on l.id = u.language_list_id
    left join suppressions as x on x.canonical = s.canonical
    where s.id in (${sql.join(ids.map((id) => sql.lit(id)))}) order by s.id, u.id`.execute(db)
  return rows
}
