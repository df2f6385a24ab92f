import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

export type Candidate = { id: number; address: string; digest: string; number: number; state: string; dueAt: Instant }

/** The latest deliveries to some addresses: about one of them a report may be. */
export async function listCandidates(db: Db, canonicals: string[]): Promise<Candidate[]> {
  if (canonicals.length === 0) return []
  const { rows } = await sql<Candidate>`
    select d.id, s.address, g.slug as digest, i.number, d.state, d.due_at as "dueAt"
    from subscribers as s join issues as i on i.id in (select id from issues order by id desc limit 40)
    join deliveries as d on d.issue_id = i.id and d.subscriber_id = s.id join digests as g on g.id = i.digest_id
    where s.canonical in (${sql.join(canonicals)}) order by d.id desc limit 12`.execute(db)
  return rows
}
