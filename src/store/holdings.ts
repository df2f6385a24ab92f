import { sql } from 'kysely'
import type { Holding } from '../domain/arrears.ts'
import type { OnReturn } from '../domain/choice.ts'
import { unpackQuiet } from '../domain/quiet-hours.ts'
import type { Format } from '../domain/part.ts'
import type { Db } from './dialect.ts'
import { idsOf } from './subscriptions.ts'

type HoldingRow = {
  subscriber_id: number
  digest_id: number
  state: 'active' | 'ended'
  topics: string
  zone: string
  minute: number
  weekdays: number
  languages: string
  format: Format
  paused_until: number | null
  on_return: OnReturn
  quiet: number | null
  silent_note: number
  created_at: number
  served: number
  pending: number | null
  cut_at: number | null
}

/**
 * All subscriptions of a reader with how far each digest has served this reader: as far as it has for the reader's hour, but not what
 * an issue holds that has not come to this reader yet.
 */
export async function listHoldings(db: Db, subscriberId: number): Promise<KeptHolding[]> {
  return listHoldingsOf(db, [subscriberId])
}

export type KeptHolding = Holding & { subscriberId: number; createdAt: number }

/** The same of many readers at once. */
export async function listHoldingsOf(db: Db, subscriberIds: readonly number[]): Promise<KeptHolding[]> {
  const { rows } = await sql<HoldingRow>`
    select s.subscriber_id, s.digest_id, s.state, s.topics, h.zone, h.minute, h.weekdays, l.languages, s.format, s.paused_until, s.on_return, s.quiet, s.silent_note, s.created_at,
      coalesce(v.seq, d.seq_until) as served,
      (select min(i.seq_from) from issues as i
        where i.digest_id = s.digest_id and i.state in ('draft', 'approved') and i.addressed_through < s.subscriber_id) as pending,
      (select max(i.composed_at) from issues as i where i.digest_id = s.digest_id) as cut_at
    from subscriptions as s
    join digests as d on d.id = s.digest_id
    join reader_hours as h on h.id = s.hour_id
    join language_lists as l on l.id = s.language_list_id
    left join hours_served as v on v.digest_id = s.digest_id and v.hour_id = s.hour_id
    where s.subscriber_id in (${sql.join(subscriberIds)}) order by s.subscriber_id, s.digest_id`.execute(db)
  return rows.map((row) => ({
    subscriberId: row.subscriber_id,
    digestId: row.digest_id,
    state: row.state,
    topicIds: idsOf(row.topics),
    hour: { zone: row.zone, minute: row.minute, weekdays: row.weekdays },
    languages: row.languages.split(','),
    format: row.format,
    pause: row.paused_until === null ? null : { until: row.paused_until, onReturn: row.on_return },
    quiet: row.quiet === null ? null : unpackQuiet(row.quiet),
    silentNote: row.silent_note > 0,
    servedTo: Math.min(row.served, row.pending ?? row.served),
    cutAt: row.cut_at ?? 0,
    createdAt: row.created_at,
  }))
}

/** Withholds what waits for some readers of a digest, and says for each who had something how far back that goes. */
export async function withholdWaiting(
  tx: Db,
  of: { subscriberIds: readonly number[]; digestId: number },
  { reason, at }: { reason: string; at: number },
): Promise<Map<number, number>> {
  const reached = new Map<number, number>()
  if (of.subscriberIds.length === 0) return reached
  const { rows } = await sql<{ subscriber_id: number; seq_from: number }>`
    update deliveries set state = 'withheld', reason = ${reason}, settled_at = ${at}, lease_until = null, joined_to = null
    where subscriber_id in (${sql.join(of.subscriberIds)}) and state in ('queued', 'joined') and issue_id in (select id from issues where digest_id = ${of.digestId})
    returning subscriber_id, (select seq_from from issues where issues.id = deliveries.issue_id) as seq_from`.execute(tx)
  for (const { subscriber_id, seq_from } of rows) reached.set(subscriber_id, Math.min(seq_from, reached.get(subscriber_id) ?? seq_from))
  return reached
}
