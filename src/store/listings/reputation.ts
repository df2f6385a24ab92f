import { sql, type RawBuilder } from 'kysely'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { ratesOf, warningsOf, type MailCounts, type MailRates, type RateWarning } from '../../domain/reputation.ts'
import type { Db } from '../dialect.ts'

/** Over how many days rates are shown. */
export const REPUTATION_DAYS = [1, 7, 30] as const
export type ReputationDays = (typeof REPUTATION_DAYS)[number]

export type Reputation = {
  senderDomain: string
  /** A big provider with all its domains, or one domain; `*` for all together. */
  receiver: string
  days: Record<ReputationDays, MailCounts & { rates: MailRates; warnings: RateWarning[] }>
}

const COUNTS = ['accepted', 'refused', 'bounced', 'complained'] as const

/**
 * How each of our domains stands with each receiver, those with the most mail first, and before them all receivers together. It adds up the
 * counts of hours; nothing walks through deliveries.
 */
export async function listReputation(db: Db, now: Instant, { limit = 50 }: { limit?: number } = {}): Promise<Reputation[]> {
  const all = await addUp(db, now, { receiver: sql`cast('*' as text)`, group: sql``, limit })
  const each = await addUp(db, now, { receiver: sql`receiver`, group: sql`, receiver`, limit })
  return [...all, ...each]
}

type Sums = { sender_domain: string; receiver: string } & Record<`${(typeof COUNTS)[number]}_${ReputationDays}`, number>

type Wanted = { receiver: RawBuilder<unknown>; group: RawBuilder<unknown>; limit: number }

async function addUp(db: Db, now: Instant, { receiver, group, limit }: Wanted): Promise<Reputation[]> {
  const sums = REPUTATION_DAYS.flatMap((days) =>
    COUNTS.map(
      (count) => sql`sum(case when hour > ${now - days * DAY - HOUR} then ${sql.ref(count)} else 0 end) as ${sql.ref(`${count}_${days}`)}`,
    ),
  )
  const { rows } = await sql<Sums>`
    select sender_domain, ${receiver} as receiver, ${sql.join(sums)} from reputation_hours where hour > ${now - 30 * DAY - HOUR}
    group by sender_domain${group} order by sum(accepted + refused) desc, 2 limit ${limit}`.execute(db)
  return rows.map((row) => ({
    senderDomain: row.sender_domain,
    receiver: row.receiver,
    days: { 1: seen(row, 1), 7: seen(row, 7), 30: seen(row, 30) },
  }))
}

function seen(row: Sums, days: ReputationDays): Reputation['days'][ReputationDays] {
  const counts = {
    accepted: row[`accepted_${days}`],
    refused: row[`refused_${days}`],
    bounced: row[`bounced_${days}`],
    complained: row[`complained_${days}`],
  }
  return { ...counts, rates: ratesOf(counts), warnings: warningsOf(counts) }
}
