import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { domainGroupOf } from '../../domain/domain-group.ts'
import type { Db } from '../dialect.ts'

const AT_ONCE = 5000

/** How many mails wait for each receiver. It walks over all that wait, in turns that let others work meanwhile. */
export async function countWaitingMail(db: Db): Promise<Map<string, number>> {
  const waiting = new Map<string, number>()
  for (let last = { turn: -1, id: 0 }; ; await nextTurn()) {
    const { rows } = await sql<{ turn: number; id: number; canonical: string }>`
      select d.next_at as turn, d.id, s.canonical from deliveries as d join subscribers as s on s.id = d.subscriber_id
      where d.state = 'queued' and d.next_at >= ${last.turn} and (d.next_at > ${last.turn} or d.id > ${last.id})
      order by d.next_at, d.id limit ${AT_ONCE}`.execute(db)
    for (const { canonical } of rows) {
      const receiver = domainGroupOf(canonical)
      waiting.set(receiver, (waiting.get(receiver) ?? 0) + 1)
    }
    const end = rows.at(-1)
    if (!end || rows.length < AT_ONCE) return waiting
    last = end
  }
}
