import { sql } from 'kysely'
import { HOUR, type Instant } from '../domain/instant.ts'
import type { MailCounts } from '../domain/reputation.ts'
import type { Db } from './dialect.ts'

/** What became of mails to one receiver that left within one hour. `dead` are those that were refused or came back for good. */
export type HourCounts = Partial<MailCounts> & { hour: Instant; receiver: string; dead?: number }

export const hourOf = (at: Instant): Instant => at - (at % HOUR)

/** Adds to what is known. Always in the same order, so that two senders never wait for each other. */
export async function addToReputation(tx: Db, senderDomain: string, counts: HourCounts[]): Promise<void> {
  if (counts.length === 0) return
  const sorted = counts.toSorted((a, b) => a.hour - b.hour || (a.receiver < b.receiver ? -1 : 1))
  const rows = sorted.map(({ hour, receiver, accepted = 0, refused = 0, bounced = 0, complained = 0, dead = 0 }) => ({
    ...{ hour, sender_domain: senderDomain, receiver, accepted, refused, bounced, complained, dead },
  }))
  await tx
    .insertInto('reputation_hours')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['hour', 'sender_domain', 'receiver']).doUpdateSet({
        accepted: sql`reputation_hours.accepted + excluded.accepted`,
        refused: sql`reputation_hours.refused + excluded.refused`,
        bounced: sql`reputation_hours.bounced + excluded.bounced`,
        complained: sql`reputation_hours.complained + excluded.complained`,
        dead: sql`reputation_hours.dead + excluded.dead`,
      }),
    )
    .execute()
}

/** How many mails went to a receiver within some hours, and how many of them to addresses that it calls dead. */
export async function countDead(
  tx: Db,
  receiver: string,
  { since, until }: { since: Instant; until: Instant },
): Promise<{ dead: number; gone: number }> {
  const row = await tx
    .selectFrom('reputation_hours')
    .select([sql<number | null>`sum(dead)`.as('dead'), sql<number | null>`sum(accepted + refused)`.as('gone')])
    .where('hour', '>=', hourOf(since))
    .where('hour', '<=', until)
    .where('receiver', '=', receiver)
    .executeTakeFirst()
  return { dead: row?.dead ?? 0, gone: row?.gone ?? 0 }
}

/** The dead of a receiver count no more: it has been broken. */
export async function forgetDead(tx: Db, receiver: string, since: Instant): Promise<void> {
  await tx.updateTable('reputation_hours').set({ dead: 0 }).where('hour', '>=', hourOf(since)).where('receiver', '=', receiver).execute()
}
