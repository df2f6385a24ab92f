import { sql, type RawBuilder } from 'kysely'
import type { DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import type { Positions } from '../domain/positions.ts'
import type { Db, Store } from './dialect.ts'
import type { Row } from './tables.ts'
import { text, whole } from './typed-value.ts'

/** A delivery in the hands of one sender. `attempts` fences it: after somebody else claims it, no change of ours succeeds. */
export type ClaimedDelivery = {
  id: number
  issueId: number
  subscriberId: number
  attempts: number
  dueAt: Instant
  stories: Positions
  /** What the mail has no room for. */
  more: Positions
  topics: string
  language: string
  format: Format
  /** The printing of its issue that its mail was made of, when it last came to its final dot. */
  printing: number
}

/** A delivery that its claim has just put into our hands. */
export type DueDelivery = ClaimedDelivery & {
  canonical: string
  /** How many conversations there were about it: it may have been claimed more often, only to wait for its turn. */
  tried: number
  /** Those of other issues that leave in the same mail, claimed with it. */
  joined: ClaimedDelivery[]
}

type ClaimedRow = Pick<
  Row<'deliveries'>,
  | 'id'
  | 'issue_id'
  | 'subscriber_id'
  | 'attempts'
  | 'due_at'
  | 'low'
  | 'high'
  | 'more_low'
  | 'more_high'
  | 'topics'
  | 'language'
  | 'format'
  | 'printing'
>

type Held = { id: number; attempts: number }

/** With the printing of its issue that its mail is made of. */
type Printed = Held & { printing: number }

/** Takes up to `limit` deliveries that are due, earliest first, with those that are joined to them, for as long as the lease. */
export async function claimDeliveries({ db, dialect }: Store, claim: Claim): Promise<DueDelivery[]> {
  const rows = await claimLeading(db, dialect, claim)
  // Should we die in between, they are left behind, and go by themselves.
  const joined = Map.groupBy(await claimJoined(db, rows, claim), (row) => row.joined_to)
  return rows.map((row) => ({
    ...deliveryOf(row),
    canonical: row.canonical,
    tried: row.tried,
    joined: (joined.get(row.id) ?? []).map(deliveryOf).sort((one, other) => one.id - other.id),
  }))
}

type Claim = { now: Instant; leaseUntil: Instant; limit: number }

async function claimLeading(
  tx: Db,
  dialect: Store['dialect'],
  claim: Claim,
): Promise<(ClaimedRow & { canonical: string; tried: number })[]> {
  // PostgreSQL might run an inner select more than once, and claim more than the limit; a materialised one runs once. Nor may it sort by
  // more than the index does: of a million rows with one due time it would sort them all, at every claim.
  const { rows } = await sql<ClaimedRow & { canonical: string; tried: number }>`
    with due as materialized (
      select id from deliveries where state = 'queued' and next_at <= ${claim.now}
      order by next_at limit ${claim.limit}${dialect.skipLocked})
    update deliveries set state = 'leased', attempts = attempts + 1, lease_until = ${claim.leaseUntil}
    from due where deliveries.id = due.id
    returning deliveries.id, issue_id, subscriber_id, attempts, due_at, low, high, more_low, more_high, topics, language, format, printing,
      coalesce((select canonical from subscribers where subscribers.id = deliveries.subscriber_id), '') as canonical,
      case when attempts = 1 then 0 else (select count(*) from attempts where attempts.delivery_id = deliveries.id) end as tried`.execute(
    tx,
  )
  return rows
}

/** Only those that have been claimed as often as the leading one: any other was joined to it too late, when it was under way already. */
async function claimJoined(tx: Db, leading: ClaimedRow[], { leaseUntil }: Claim): Promise<(ClaimedRow & { joined_to: number })[]> {
  if (leading.length === 0) return []
  const { rows } = await sql<ClaimedRow & { joined_to: number }>`
    with heads (id, attempts) as (values ${sql.join(leading.map(({ id, attempts }) => sql`(${whole(id)}, ${whole(attempts)})`))})
    update deliveries set state = 'leased', attempts = deliveries.attempts + 1, lease_until = ${leaseUntil}
    from heads where deliveries.joined_to = heads.id and deliveries.state = 'joined' and deliveries.attempts = heads.attempts - 1
    returning deliveries.id, issue_id, subscriber_id, deliveries.attempts, due_at, low, high, more_low, more_high, topics, language, format, printing,
      joined_to`.execute(tx)
  return rows
}

export async function findDelivery(db: Db, of: { issueId: number; subscriberId: number }): Promise<StandingDelivery | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('issue_id', '=', of.issueId)
    .where('subscriber_id', '=', of.subscriberId)
    .executeTakeFirst()
  return row && { ...deliveryOf(row), state: row.state }
}

/** A delivery, and how it stands. */
export type StandingDelivery = ClaimedDelivery & { state: DeliveryState }

export async function listDeliveriesById(db: Db, ids: number[]): Promise<ClaimedDelivery[]> {
  if (ids.length === 0) return []
  return (await db.selectFrom('deliveries').selectAll().where('id', 'in', ids).execute()).map(deliveryOf)
}

/**
 * The barrier before the final dot: leased → posting for those that are still ours. Only the ids given back may be sent; the rest
 * were claimed by somebody else in the meantime, or have been suppressed or ended since the last word, or their issue has a new printing.
 */
export async function markPosting(db: Db, held: Printed[], leaseUntil: Instant): Promise<Set<number>> {
  if (held.length === 0) return new Set()
  const { rows } = await sql<{ id: number }>`
    with held (id, attempts, printing) as (values ${sql.join(held.map(heldOf))})
    update deliveries set state = 'posting', lease_until = ${leaseUntil}, printing = held.printing
    from held where deliveries.id = held.id and deliveries.attempts = held.attempts and state = 'leased'
      and exists (select 1 from issues where issues.id = deliveries.issue_id and issues.printing = held.printing)
      and not exists (
        select 1 from subscribers cross join suppressions
        where subscribers.id = deliveries.subscriber_id and suppressions.canonical = subscribers.canonical)
      and not exists (
        select 1 from issues cross join subscriptions
        where issues.id = deliveries.issue_id and subscriptions.digest_id = issues.digest_id
          and subscriptions.subscriber_id = deliveries.subscriber_id and subscriptions.state <> 'active')
    returning deliveries.id`.execute(db)
  return new Set(rows.map((row) => row.id))
}

const heldOf = ({ id, attempts, printing }: Printed): RawBuilder<unknown> => sql`(${whole(id)}, ${whole(attempts)}, ${whole(printing)})`

export type Settlement = Held & {
  reason: string | null
  /** The delivery in whose mail it leaves, or has left; none: it leads, or is alone. */
  joinedTo?: number | null
} & ({ to: 'accepted' | 'refused' | 'doubtful' | 'withheld'; at: Instant } | { to: 'queued' | 'joined'; nextAt: Instant })

/**
 * Writes down what became of deliveries that we hold, leased or posting. A row that somebody else has moved stays as it is, and nothing
 * is accepted or doubtful that was not posted; the number of those moved comes back.
 */
export async function settleDeliveries(tx: Db, settlements: Settlement[]): Promise<number> {
  if (settlements.length === 0) return 0
  const result = await sql`
    with ends (id, attempts, state, reason, next_at, settled_at, joined_to) as (values ${sql.join(settlements.map(endOf))})
    update deliveries
    set state = ends.state, reason = ends.reason, next_at = coalesce(ends.next_at, deliveries.next_at), settled_at = ends.settled_at, lease_until = null,
      joined_to = ends.joined_to
    from ends where deliveries.id = ends.id and deliveries.attempts = ends.attempts and (
      deliveries.state = 'posting' or deliveries.state = 'leased' and ends.state not in ('accepted', 'doubtful'))`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

function deliveryOf({
  id,
  issue_id,
  subscriber_id,
  attempts,
  due_at,
  topics,
  language,
  format,
  printing,
  ...sets
}: ClaimedRow): ClaimedDelivery {
  return {
    ...{ id, issueId: issue_id, subscriberId: subscriber_id, attempts, dueAt: due_at, topics, language, format, printing },
    stories: { low: sets.low, high: sets.high },
    more: { low: sets.more_low, high: sets.more_high },
  }
}

function endOf(settlement: Settlement): RawBuilder<unknown> {
  const { id, attempts, to, reason } = settlement
  const [nextAt, settledAt] = 'nextAt' in settlement ? [settlement.nextAt, null] : [null, settlement.at]
  const when = sql`${whole(nextAt)}, ${whole(settledAt)}`
  return sql`(${whole(id)}, ${whole(attempts)}, ${text(to)}, ${text(reason)}, ${when}, ${whole(settlement.joinedTo ?? null)})`
}
