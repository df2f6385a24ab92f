import type { Language } from '../../domain/briefing.ts'
import { cleanText } from '../../domain/clean-text.ts'
import type { Instant } from '../../domain/instant.ts'
import { recognise, USUAL_PLAN, type ImportPlan } from '../../domain/reader-import.ts'
import { detectEncoding, detectSeparator } from '../../intake/tables/detect-table.ts'
import { previewTable } from '../../intake/tables/read-table.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { findBlock, findImport, forgetFilesOf, insertBlock, insertImport, moveImport } from '../../store/lists/imports.ts'
import { findPlanFault, type PlanFault } from './import-plan.ts'

type By = { actor: Actor; now: Instant }

/** The file is kept in blocks of this size, so that no statement holds more. */
const BLOCK = 256 * 1024
export const LARGEST_TABLE = 500_000_000

export type Begun = { ok: true; id: number } | { ok: false; reason: 'empty' | 'not-read' }

/**
 * Takes in a table as its bytes come, and recognises what it is. Nothing is done with it before somebody has said how it is meant. A file that
 * breaks off is forgotten.
 */
export async function beginImport(
  store: Store,
  file: { name: string; bytes: AsyncIterable<Uint8Array>; language?: Language | undefined },
  { actor, now }: By,
): Promise<Begun> {
  const usual = { ...USUAL_PLAN, ...(file.language !== undefined && { languages: file.language }) }
  const id = await insertImport(store.db, { fileName: cleanText(file.name).slice(0, 200), plan: usual, actor }, now)
  const bytes = await keepBlocks(store, id, file.bytes).catch(() => undefined)
  if (bytes === undefined || bytes === 0) {
    await moveImport(store.db, { id, from: ['uploading'], to: 'dropped' }, { finished_at: now })
    await forgetFilesOf(store.db, [id])
    return { ok: false, reason: bytes === 0 ? 'empty' : 'not-read' }
  }
  const plan = { ...usual, ...recogniseTable((await findBlock(store.db, id, 0)) ?? new Uint8Array()) }
  await store.db.transaction().execute(async (tx) => {
    await moveImport(tx, { id, from: ['uploading'], to: 'uploaded' }, { bytes, plan: JSON.stringify(plan) })
    await writeDeed(tx, actor, { action: 'import.begin', subject: `import:${id}`, after: { bytes } }, now)
  })
  return { ok: true, id }
}

async function keepBlocks({ db }: Store, id: number, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let waiting: Uint8Array[] = []
  let size = 0
  let kept = 0
  let number = 0
  const keep = async (): Promise<void> => {
    if (size === 0) return
    await insertBlock(db, id, number++, Buffer.concat(waiting))
    kept += size
    waiting = []
    size = 0
  }
  for await (const some of bytes) {
    waiting.push(some)
    size += some.length
    if (size >= BLOCK) await keep()
  }
  await keep()
  return kept
}

/** What the first bytes of a table say about it. */
export function recogniseTable(sample: Uint8Array): Pick<ImportPlan, 'encoding' | 'separator' | 'columns' | 'hasHeading'> {
  const encoding = detectEncoding(sample)
  const separator = detectSeparator(new TextDecoder(encoding).decode(sample.subarray(0, 20_000)))
  const [first] = previewTable(sample, { encoding, separator }, 1)
  return { encoding, separator, ...recognise(first?.cells ?? []) }
}

export type Planned = { ok: true } | { ok: false; reason: PlanFault | 'gone' }

/** Says how the table is meant, and lets it be checked. */
export async function planImport(store: Store, { id, plan }: { id: number; plan: ImportPlan }): Promise<Planned> {
  const fault = await findPlanFault(store.db, plan)
  if (fault) return { ok: false, reason: fault }
  const anew = { plan: JSON.stringify(plan), read_bytes: 0, rows_checked: 0, expected: null, message: null, finished_at: null }
  const moved = await moveImport(store.db, { id, from: ['uploaded', 'checked', 'failed'], to: 'checking' }, anew)
  if (moved) store.dialect.bell.ring()
  return moved ? { ok: true } : { ok: false, reason: 'gone' }
}

/** Lets an import that was checked be carried out. */
export async function confirmImport(store: Store, id: number, { actor, now }: By): Promise<boolean> {
  const moved = await store.db.transaction().execute(async (tx) => {
    const done = await moveImport(tx, { id, from: ['checked'], to: 'importing' }, { confirmed_at: now, read_bytes: 0 })
    const plan = done ? (await findImport(tx, id))?.plan : undefined
    if (plan)
      await writeDeed(
        tx,
        actor,
        { action: 'import.confirm', subject: `import:${id}`, after: { consent: plan.consent, known: plan.known } },
        now,
      )
    return done
  })
  if (moved) store.dialect.bell.ring()
  return moved
}

/** Gives an import up. What it has done already stays; the file is forgotten. */
export async function dropImport(store: Store, id: number, { actor, now }: By): Promise<boolean> {
  return store.db.transaction().execute(async (tx) => {
    const from = ['uploading', 'uploaded', 'checking', 'checked', 'importing', 'failed'] as const
    if (!(await moveImport(tx, { id, from: [...from], to: 'dropped' }, { finished_at: now }))) return false
    await forgetFilesOf(tx, [id])
    await writeDeed(tx, actor, { action: 'import.drop', subject: `import:${id}` }, now)
    return true
  })
}

/** Keeps how the table is meant without checking it yet; read in another way, it has its columns recognised anew. */
export async function keepPlan(store: Store, { id, plan }: { id: number; plan: ImportPlan }): Promise<Planned> {
  const [known, sample] = [await findImport(store.db, id), await findBlock(store.db, id, 0)]
  if (!known || !sample) return { ok: false, reason: 'gone' }
  const isSameWay = known.plan.encoding === plan.encoding && known.plan.separator === plan.separator
  const anew = isSameWay ? plan : { ...plan, ...recognise(previewTable(sample, plan, 1)[0]?.cells ?? []) }
  const moved = await moveImport(
    store.db,
    { id, from: ['uploaded', 'checked', 'failed'], to: 'uploaded' },
    { plan: JSON.stringify(anew), message: null },
  )
  return moved ? { ok: true } : { ok: false, reason: 'gone' }
}
