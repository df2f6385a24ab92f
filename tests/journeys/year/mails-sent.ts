import { DAY, type Instant } from '../../../src/domain/instant.ts'
import type { Store } from '../../../src/store/dialect.ts'
import type { Plan } from './plan.ts'
import type { Line } from './record.ts'

/** One issue in a mail that somebody got. `mail`: its leading delivery; `reader`: the place in the plan. */
export type Sent = { at: Instant; mail: number; reader: number; digest: string; release: string; issueDueAt: Instant; addressedAt: Instant }

/** Every mail of these lines with the issues that were in it: one, or several that left together. */
export async function mailsSent({ db }: Store, plan: Plan, record: Line[]): Promise<Sent[]> {
  const firstAt = Math.min(...record.flatMap((line) => (line.what === 'mail' ? [line.at] : [])))
  if (firstAt === Infinity) return []
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('issues', 'issues.id', 'deliveries.issue_id')
    .innerJoin('digests', 'digests.id', 'issues.digest_id')
    .select([
      'deliveries.id',
      'joined_to as joinedTo',
      'slug as digest',
      'release',
      'issues.due_at as issueDueAt',
      'addressed_at as addressedAt',
    ])
    .where('deliveries.state', 'in', ['accepted', 'doubtful', 'posting'])
    .where('issues.due_at', '>=', firstAt - LONGEST_ISSUE)
    .execute()
  const members = Map.groupBy(rows, ({ id, joinedTo }) => joinedTo ?? id)
  const readers = new Map(plan.readers.map(({ address }, index) => [address, index]))
  return record.flatMap((line) => {
    if (line.what !== 'mail') return []
    const issues = members.get(line.delivery) ?? []
    const reader = readers.get(line.to)
    if (issues.length === 0 || reader === undefined) throw new Error(`Nobody knows of this mail: ${JSON.stringify(line)}`)
    return issues.map(({ digest, release, issueDueAt, addressedAt }) => ({
      ...{ at: line.at, mail: line.delivery, reader, digest, release, issueDueAt },
      addressedAt: addressedAt ?? line.at,
    }))
  })
}

// Longer than any issue is on its way.
const LONGEST_ISSUE = 40 * DAY
