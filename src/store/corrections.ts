import { sql, type RawBuilder } from 'kysely'
import { MINUTE, type Instant } from '../domain/instant.ts'
import type { Issue } from '../domain/issue.ts'
import { listPositions, positionsOf, type Positions } from '../domain/positions.ts'
import { carryBits, type PositionPair, type Words } from './carried-bits.ts'
import type { Db } from './dialect.ts'
import { listIssueStories } from './issues.ts'
import { listPrintings, type Printing } from './printings.ts'

/** An issue that sets another right: what each earlier printing lacks, by positions there and here. */
export type Correction = {
  issueId: number
  corrects: number
  lacks: { printing: number; pairs: PositionPair[] }[]
  /** When the last printing was made: whoever claimed a mail before may still be sending the one before it. */
  printedAt: Instant
}

export async function findCorrection(db: Db, { id, correctsId }: Pick<Issue, 'id' | 'correctsId'>): Promise<Correction | undefined> {
  if (correctsId === null) return undefined
  const pairs = await pairsOf(db, { from: correctsId, to: id })
  const printings = await listPrintings(db, correctsId)
  const earlier = printings.slice(0, -1)
  const lacks = earlier.map(({ printing }) => ({ printing, pairs: pairs.filter(({ there }) => isChanged(there, printings, printing)) }))
  return { issueId: id, corrects: correctsId, lacks, printedAt: printings.at(-1)?.frozenAt ?? 0 }
}

/** Whether something at that position is otherwise than in the printing of that number. */
function isChanged(position: number, printings: Printing[], than: number): boolean {
  const later = printings.filter(({ printing }) => printing > than)
  return later.some(({ hasNewWords, changed }) => hasNewWords || listPositions(changed).includes(position))
}

async function pairsOf(db: Db, { from, to }: { from: number; to: number }): Promise<PositionPair[]> {
  const there = new Map((await listIssueStories(db, from)).map(({ briefingId, position }) => [briefingId, position]))
  const here = await listIssueStories(db, to)
  return here.flatMap(({ briefingId, position }) => {
    const other = there.get(briefingId)
    return other === undefined ? [] : [{ there: other, here: position }]
  })
}

/** How many got an earlier printing of an issue than the one that goes out now, with something in it that has changed since. */
export async function countEarlierCopies(db: Db, issue: Issue): Promise<number> {
  const stories = await listIssueStories(db, issue.id)
  const printings = await listPrintings(db, issue.id)
  let readers = 0
  for (const { printing } of printings.slice(0, -1)) {
    const changed = positionsOf(stories.map(({ position }) => position).filter((one) => isChanged(one, printings, printing)))
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from deliveries where issue_id = ${issue.id} and printing = ${printing}
        and state in ('posting', 'accepted', 'doubtful') and (low & ${sql.lit(changed.low)} > 0 or high & ${sql.lit(changed.high)} > 0)`.execute(
      db,
    )
    readers += rows[0]?.count ?? 0
  }
  return readers
}

/** What somebody who got an earlier printing is set right about. */
export function setRight({ lacks }: Correction, got: { printing: number; stories: Positions }): number[] {
  const { pairs = [] } = lacks.find(({ printing }) => printing === got.printing) ?? {}
  const had = listPositions(got.stories)
  return pairs.filter(({ there }) => had.includes(there)).map(({ here }) => here)
}

type Readers = { after: number; to: number }

/** The subscriber up to whom the next step goes; undefined behind the last. */
export async function findCopiesEnd(
  db: Db,
  { corrects }: Correction,
  { after, limit }: { after: number; limit: number },
): Promise<number | undefined> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (
      select subscriber_id as id from deliveries where issue_id = ${corrects} and subscriber_id > ${after}
      order by issue_id, subscriber_id limit ${limit}) as step`.execute(db)
  return rows[0]?.last ?? undefined
}

// As long as a claim holds a mail (flow/claimed-queue.ts).
const CLAIM = 10 * MINUTE

/** Whether a sender may still be at the final dot of an earlier printing: it was claimed before the last one was made. */
export async function isStillLeaving(db: Db, { corrects, lacks, printedAt }: Correction, { after, to }: Readers): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deliveries where issue_id = ${corrects} and subscriber_id > ${after} and subscriber_id <= ${to} and (
      state = 'posting' and printing <= ${lacks.length} or state = 'leased' and lease_until <= ${printedAt + CLAIM}) limit 1`.execute(db)
  return rows.length > 0
}

/** Queues a delivery for each of these readers who got an earlier printing with something in it that has changed. Says how many. */
export async function insertCorrections(
  tx: Db,
  { issueId, corrects, lacks }: Correction,
  readers: Readers & { dueAt: Instant },
): Promise<number> {
  let queued = 0
  for (const { printing, pairs } of lacks.filter((one) => one.pairs.length > 0)) {
    const bits = carryBits(pairs, { low: sql`d.low`, high: sql`d.high` })
    const of = { issueId, corrects, printing, bits, readers }
    queued += await insertCopies(tx, of)
  }
  return queued
}

type Copies = { issueId: number; corrects: number; printing: number; bits: Words; readers: Readers & { dueAt: Instant } }

async function insertCopies(tx: Db, { issueId, corrects, printing, bits, readers }: Copies): Promise<number> {
  const { after, to, dueAt } = readers
  const some: RawBuilder<unknown> = sql`(${bits.low} > 0 or ${bits.high} > 0)`
  const result = await sql`
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
    select cast(${issueId} as bigint), d.subscriber_id, 'queued', cast(${dueAt} as bigint), cast(${dueAt} as bigint), ${bits.low}, ${bits.high},
      d.topics, d.language, d.format, 0
    from deliveries as d
    where d.issue_id = ${corrects} and d.subscriber_id > ${after} and d.subscriber_id <= ${to} and d.printing = ${printing}
      and d.state in ('accepted', 'doubtful') and ${some}
    on conflict (issue_id, subscriber_id) do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}
