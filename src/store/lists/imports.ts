import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { ImportPlan, Tallies, Verdict } from '../../domain/reader-import.ts'
import type { Actor } from '../audit.ts'
import type { Db } from '../dialect.ts'
import { contains } from '../listings/contains.ts'
import type { Row } from '../tables.ts'

export type ImportState = Row<'imports'>['state']

export type KeptImport = {
  id: number
  state: ImportState
  fileName: string
  plan: ImportPlan
  bytes: number
  readBytes: number
  rowsChecked: number
  rowsDone: number
  expected: Tallies
  done: Tallies
  message: string | null
  actor: Actor
  createdAt: Instant
  confirmedAt: Instant | null
  finishedAt: Instant | null
  attempts: number
}

export async function insertImport(db: Db, of: { fileName: string; plan: ImportPlan; actor: Actor }, now: Instant): Promise<number> {
  const { fileName, plan, actor } = of
  const row = await db
    .insertInto('imports')
    .values({
      ...{ state: 'uploading' as const, file_name: fileName, plan: JSON.stringify(plan), bytes: 0, rows_checked: 0, rows_done: 0 },
      ...{ read_bytes: 0, actor_id: actor.id, actor: actor.name, created_at: now, attempts: 0 },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function insertBlock(db: Db, importId: number, number: number, content: Uint8Array): Promise<void> {
  await db.insertInto('import_blocks').values({ import_id: importId, number, content }).execute()
}

/** The bytes of the file as they came in, one block at a time; blocks are numbered from 0. */
export async function* readBlocks(db: Db, importId: number, read: (bytes: number) => void = () => undefined): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const row = await findBlock(db, importId, number)
    if (!row) return
    yield row
    read(row.length)
  }
}

export async function findBlock(db: Db, importId: number, number: number): Promise<Uint8Array | undefined> {
  const block = db.selectFrom('import_blocks').select('content').where('import_id', '=', importId).where('number', '=', number)
  return (await block.executeTakeFirst())?.content
}

export async function findImport(db: Db, id: number): Promise<KeptImport | undefined> {
  const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
  return row && importOf(row)
}

type Wish = { search?: string; before?: number | undefined; limit: number }

/** Imports, the newest first; `before` goes on behind one. `search` looks into the names of files and people. */
export async function listImports(db: Db, { search = '', before = Number.MAX_SAFE_INTEGER, limit }: Wish): Promise<KeptImport[]> {
  const found = db.selectFrom('imports').selectAll().where('id', '<', before)
  return (
    await found
      .where(contains(['file_name', 'actor'], search))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  ).map(importOf)
}

export function importOf(row: Row<'imports'>): KeptImport {
  const tallies = (text: string | null): Tallies => (text === null ? {} : (JSON.parse(text) as Tallies))
  return {
    ...{ id: row.id, state: row.state, fileName: row.file_name, plan: JSON.parse(row.plan) as ImportPlan, bytes: row.bytes },
    ...{ readBytes: row.read_bytes, rowsChecked: row.rows_checked, rowsDone: row.rows_done, message: row.message },
    ...{ expected: tallies(row.expected), done: tallies(row.done), actor: { id: row.actor_id, name: row.actor } },
    ...{ createdAt: row.created_at, confirmedAt: row.confirmed_at, finishedAt: row.finished_at, attempts: row.attempts },
  }
}

/** Moves an import on, from one of these states; false when it is in none of them. */
export async function moveImport(
  db: Db,
  { id, from, to }: { id: number; from: ImportState[]; to: ImportState },
  more: Partial<
    Pick<
      Row<'imports'>,
      'plan' | 'bytes' | 'confirmed_at' | 'finished_at' | 'message' | 'read_bytes' | 'rows_checked' | 'rows_done' | 'expected' | 'done'
    >
  > = {},
): Promise<boolean> {
  const moved = db
    .updateTable('imports')
    .set({ state: to, lease_until: null, ...more })
    .where('id', '=', id)
    .where('state', 'in', from)
  return (await moved.executeTakeFirst()).numUpdatedRows > 0n
}

/** Takes an import that is to be worked on and that nobody else works on just now; each time is counted. */
export async function claimImport(
  db: Db,
  { now, until, id }: { now: Instant; until: Instant; id?: number | undefined },
): Promise<KeptImport | undefined> {
  const { rows } = await sql<Row<'imports'>>`
    update imports set lease_until = ${until}, attempts = attempts + 1
    where id = (
      select id from imports where state in ('checking', 'importing') and (lease_until is null or lease_until < ${now})
        ${id === undefined ? sql`` : sql`and id = ${id}`} order by id limit 1)
      and (lease_until is null or lease_until < ${now}) returning *`.execute(db)
  return rows[0] && importOf(rows[0])
}

/** Lets an import go at once that is not finished: the next who comes goes on with it. */
export async function releaseImport(db: Db, { id, attempts }: KeptImport): Promise<void> {
  await db.updateTable('imports').set({ lease_until: null }).where('id', '=', id).where('attempts', '=', attempts).execute()
}

export type Reached = { rows: number; readBytes: number; tallies: Tallies; until: Instant }

/** Writes down how far it has come; false when somebody else has taken it, or it was stopped. */
export async function keepProgress(
  tx: Db,
  { id, state, attempts }: KeptImport,
  { rows, readBytes, tallies, until }: Reached,
): Promise<boolean> {
  const text = JSON.stringify(tallies)
  const progress = state === 'checking' ? { rows_checked: rows, expected: text } : { rows_done: rows, done: text }
  const kept = tx.updateTable('imports').set({ ...progress, read_bytes: readBytes, lease_until: until })
  const result = await kept.where('id', '=', id).where('attempts', '=', attempts).where('state', '=', state).executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function saveVerdicts(tx: Db, importId: number, number: number, verdicts: readonly Verdict[]): Promise<void> {
  const text = verdicts.join(' ')
  await tx
    .insertInto('import_verdicts')
    .values({ import_id: importId, number, verdicts: text })
    .onConflict((conflict) => conflict.columns(['import_id', 'number']).doUpdateSet({ verdicts: text }))
    .execute()
}

/** What became of the rows of one batch, in their order. */
export async function findVerdicts(db: Db, importId: number, number: number): Promise<Verdict[]> {
  const kept = db.selectFrom('import_verdicts').select('verdicts').where('import_id', '=', importId).where('number', '=', number)
  return ((await kept.executeTakeFirst())?.verdicts.split(' ') ?? []) as Verdict[]
}

/** Forgets the files of imports that ended before then, and what became of each row; what they came to stays. */
export async function forgetImportFiles(db: Db, before: Instant): Promise<number> {
  const over = db
    .selectFrom('imports')
    .select('id')
    .where((eb) => eb.or([eb('finished_at', '<', before), eb.and([eb('finished_at', 'is', null), eb('created_at', '<', before)])]))
  const ids = (
    await over
      .where('id', 'in', db.selectFrom('import_blocks').select('import_id'))
      .where('state', 'not in', ['checking', 'importing'])
      .execute()
  ).map(({ id }) => id)
  await forgetFilesOf(db, ids)
  return ids.length
}

/** The same of every import that has ended, because somebody who may stand in its file is forgotten. */
export async function forgetEndedFiles(db: Db): Promise<void> {
  const ended = db.selectFrom('imports').select('id').where('finished_at', 'is not', null)
  const kept = await ended.where('id', 'in', db.selectFrom('import_blocks').select('import_id')).execute()
  await forgetFilesOf(
    db,
    kept.map(({ id }) => id),
  )
}

export async function forgetFilesOf(db: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  for (const table of ['import_blocks', 'import_verdicts'] as const) await db.deleteFrom(table).where('import_id', 'in', ids).execute()
}
