import { mayAct, type DeskRole } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import * as keys from '../../store/api-keys.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import type { Person } from '../../store/people.ts'
import { hashSecretWord, makeSecretWord } from './secret-word.ts'

/** What a program may do with a key: look, or change as well. */
export const SCOPES = ['read', 'write'] as const
export type Scope = (typeof SCOPES)[number]

const START = 8

/** Makes a key for a program. The key itself is told once and kept nowhere; its first letters stay, to tell keys apart. */
export async function makeApiKey(
  store: Store,
  { name, scopes, person }: { name: string; scopes: readonly Scope[]; person: Pick<Person, 'id' | 'name'> },
  now: Instant,
): Promise<{ id: number; key: string }> {
  const key = `bs_${makeSecretWord()}`
  const start = key.slice(0, START)
  const id = await store.db.transaction().execute(async (tx) => {
    const made = await keys.insertApiKey(tx, { name, keyHash: hashSecretWord(key), start, scopes, madeBy: person.id }, now)
    await writeDeed(tx, person, { action: 'key.make', subject: `key:${made}`, after: { name, start, scopes } }, now)
    return made
  })
  return { id, key }
}

/** Ends a key at once. */
export async function endApiKey(store: Store, id: number, by: Actor, now: Instant): Promise<boolean> {
  return store.db.transaction().execute(async (tx) => {
    const isEnded = await keys.endApiKey(tx, id, now)
    if (isEnded) await writeDeed(tx, by, { action: 'key.end', subject: `key:${id}` }, now)
    return isEnded
  })
}

/** A program that was let in by its key. */
export type Caller = { keyId: number; actor: { id: number; name: string }; role: DeskRole }

export type LetIn = { ok: true; caller: Caller } | { ok: false; reason: 'unknown' | 'scope' | 'role' }

/** Whether a key lets a program do what needs that role. Who only looks needs a key that may read, who does anything else one that may write. */
export async function letIn(db: Db, { key, needs }: { key: string; needs: DeskRole }, now: Instant): Promise<LetIn> {
  const found = await keys.findApiKey(db, hashSecretWord(key), now)
  if (!found) return { ok: false, reason: 'unknown' }
  if (!found.scopes.includes(needs === 'viewer' ? 'read' : 'write')) return { ok: false, reason: 'scope' }
  if (!mayAct(found.role, needs)) return { ok: false, reason: 'role' }
  return { ok: true, caller: { keyId: found.id, actor: { id: found.personId, name: `key ${found.id}: ${found.name}` }, role: found.role } }
}
