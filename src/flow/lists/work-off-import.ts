import { setImmediate } from 'node:timers/promises'
import type { ImportWish } from '../../domain/import-row.ts'
import { MINUTE, type Instant } from '../../domain/instant.ts'
import { addTallies, sumsOf, type Tallies } from '../../domain/reader-import.ts'
import { readTable, UnreadableTable, type TableRow } from '../../intake/tables/read-table.ts'
import { writeDeed } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import {
  claimImport,
  keepProgress,
  moveImport,
  readBlocks,
  releaseImport,
  saveVerdicts,
  type KeptImport,
} from '../../store/lists/imports.ts'
import { ensureWording } from '../../store/wordings.ts'
import type { Publication } from '../publication.ts'
import { carryOut, decideBatch, placesIn, type ImportTools } from './import-batch.ts'
import { rowReaderFor } from './import-plan.ts'

export type WorkTools = { store: Store; publication: Publication; clock: () => Instant }

/** Rows in one transaction: some thirty milliseconds of the write lock, so that a digest that is being sent hardly waits. */
export const BATCH = 250
const LEASE = MINUTE / 2

/** Thrown inside a batch to take it back: somebody else has the import now, or it was stopped. */
class Lost extends Error {}

/**
 * Works on the next import that waits to be checked or carried out, or on that one; says whether there was one. Every batch of rows is one
 * transaction with how far the import has come, so that after a crash whoever takes it next goes on behind the last one; a lease keeps
 * two from working on it at once. A check begins anew: it only reads.
 */
export async function workOffImport(tools: WorkTools, signal: AbortSignal, id?: number): Promise<boolean> {
  const now = tools.clock()
  const taken = await claimImport(tools.store.db, { now, until: now + LEASE, id })
  if (!taken) return false
  try {
    await (taken.state === 'checking' ? check(tools, taken, signal) : carry(tools, taken, signal))
  } catch (error) {
    if (error instanceof Lost) return true
    if (!(error instanceof UnreadableTable)) throw error
    await moveImport(
      tools.store.db,
      { id: taken.id, from: [taken.state], to: 'failed' },
      { message: `unreadable:${error.line}`, finished_at: tools.clock() },
    )
  }
  return true
}

type Batch = { number: number; rows: TableRow[]; readBytes: number }

async function* batchesOf({ store }: WorkTools, { id, plan }: KeptImport): AsyncGenerator<Batch> {
  let readBytes = 0
  let number = 0
  let isFirst = plan.hasHeading
  for await (const rows of readTable(
    readBlocks(store.db, id, (bytes) => (readBytes += bytes)),
    plan,
    BATCH,
  )) {
    yield { number: number++, rows: isFirst ? rows.slice(1) : rows, readBytes }
    isFirst = false
    await setImmediate()
  }
}

async function check(tools: WorkTools, taken: KeptImport, signal: AbortSignal): Promise<void> {
  const { store, clock } = tools
  const read = await rowReaderFor(store.db, tools.publication, taken.plan, clock())
  const isRepeated = seenBefore()
  let tallies: Tallies = {}
  let rows = 0
  for await (const batch of batchesOf(tools, taken)) {
    if (signal.aborted) return releaseImport(store.db, taken)
    const decided = await decideBatch(
      tools,
      taken.plan,
      batch.rows.map(({ cells }) => read(cells)),
      isRepeated,
    )
    const verdicts = decided.map(({ verdict }) => verdict)
    tallies = addTallies(tallies, verdicts)
    rows += verdicts.length
    await store.db.transaction().execute(async (tx) => {
      await saveVerdicts(tx, taken.id, batch.number, verdicts)
      const reached = { rows, readBytes: batch.readBytes, tallies, until: clock() + LEASE }
      if (!(await keepProgress(tx, taken, reached))) throw new Lost()
    })
  }
  await moveImport(
    store.db,
    { id: taken.id, from: ['checking'], to: 'checked' },
    { read_bytes: taken.bytes, rows_checked: rows, expected: JSON.stringify(tallies) },
  )
}

async function carry(tools: WorkTools, taken: KeptImport, signal: AbortSignal): Promise<void> {
  const { store, clock } = tools
  const startedAt = taken.confirmedAt ?? clock()
  const read = await rowReaderFor(store.db, tools.publication, taken.plan, startedAt)
  const wordingId = await ensureWording(store.db, { language: 'en', text: taken.plan.consent }, startedAt)
  const isRepeated = seenBefore()
  let { done: tallies, rowsDone } = taken
  let passed = 0
  for await (const batch of batchesOf(tools, taken)) {
    if (signal.aborted) return releaseImport(store.db, taken)
    const reads = batch.rows.map(({ cells }) => read(cells))
    passed += reads.length
    if (passed <= taken.rowsDone) {
      for (const row of reads) if (row.ok) isRepeated(row.wish)
      continue
    }
    const repeated = new Set(reads.flatMap((row) => (row.ok && isRepeated(row.wish) ? [row.wish] : [])))
    await store.db.transaction().execute(async (tx) => {
      const inside: ImportTools = { store: { ...store, db: tx }, publication: tools.publication }
      const decided = await decideBatch(inside, taken.plan, reads, (wish) => repeated.has(wish))
      await carryOut(inside, decided, { now: clock(), wordingId, places: placesIn(tx), plan: taken.plan })
      const verdicts = decided.map(({ verdict }) => verdict)
      await saveVerdicts(tx, taken.id, batch.number, verdicts)
      const next = addTallies(tallies, verdicts)
      const reached = { rows: rowsDone + verdicts.length, readBytes: batch.readBytes, tallies: next, until: clock() + LEASE }
      if (!(await keepProgress(tx, taken, reached))) throw new Lost()
      tallies = next
      rowsDone = reached.rows
    })
  }
  await finish(tools, taken, tallies)
}

async function finish({ store, clock }: WorkTools, { id, actor, bytes }: KeptImport, tallies: Tallies): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    const ended = { finished_at: clock(), read_bytes: bytes }
    if (!(await moveImport(tx, { id, from: ['importing'], to: 'done' }, ended))) return
    await writeDeed(tx, actor, { action: 'import.done', subject: `import:${id}`, after: sumsOf(tallies) }, clock())
  })
}

/** Whether an address has come before with the same digest. Of each only a number of 53 bits is kept: a million take some forty megabytes. */
function seenBefore(): (wish: ImportWish) => boolean {
  const seen = new Set<number>()
  return ({ canonical, digestId }) => {
    const number = hashOf(`${canonical} ${digestId}`)
    if (seen.has(number)) return true
    seen.add(number)
    return false
  }
}

/** cyrb53: two rounds of 32 bits each that differ in their seeds; two of a million addresses meet once in some ten thousand files. */
function hashOf(text: string): number {
  let [one, other] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    one = Math.imul(one ^ code, 2654435761)
    other = Math.imul(other ^ code, 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return 4294967296 * (2097151 & other) + (one >>> 0)
}
