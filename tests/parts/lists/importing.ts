import { Readable } from 'node:stream'
import { USUAL_PLAN, type ImportPlan } from '../../../src/domain/reader-import.ts'
import { beginImport, confirmImport, planImport } from '../../../src/flow/lists/begin-import.ts'
import { workOffImport, type WorkTools } from '../../../src/flow/lists/work-off-import.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findImport, type KeptImport } from '../../../src/store/lists/imports.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'

export const ROSA = { actor: { id: null, name: 'Rosa' }, now: NOON }
export const CONSENT = 'Asked at the fair in São Paulo in May 2025, paper forms in the safe'

export const toolsOver = (store: Store): WorkTools => ({ store, publication: PUBLICATION, clock: () => NOON })

const going = new AbortController().signal

export async function begin(store: Store, bytes: Uint8Array | string, name = 'people.csv'): Promise<number> {
  const begun = await beginImport(store, { name, bytes: Readable.from([Buffer.from(bytes)]) }, ROSA)
  if (!begun.ok) throw new Error(begun.reason)
  return begun.id
}

export async function kept(store: Store, id: number): Promise<KeptImport> {
  const found = await findImport(store.db, id)
  if (!found) throw new Error(`There is no import ${id}`)
  return found
}

/** A table taken in, meant as recognised but for what is said, and checked. */
export async function checked(store: Store, bytes: Uint8Array | string, said: Partial<ImportPlan> = {}): Promise<KeptImport> {
  const id = await begin(store, bytes)
  const plan = { ...USUAL_PLAN, ...(await kept(store, id)).plan, digest: 'morning', topics: ['world'], consent: CONSENT, ...said }
  const planned = await planImport(store, { id, plan })
  if (!planned.ok) throw new Error(planned.reason)
  await workOffImport(toolsOver(store), going, id)
  return kept(store, id)
}

/** The same, and carried out. */
export async function imported(store: Store, bytes: Uint8Array | string, said: Partial<ImportPlan> = {}): Promise<KeptImport> {
  const { id } = await checked(store, bytes, said)
  if (!(await confirmImport(store, id, ROSA))) throw new Error('It was not checked')
  await workOffImport(toolsOver(store), going, id)
  return kept(store, id)
}
