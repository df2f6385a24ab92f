import type { Instant } from '../../domain/instant.ts'
import type { Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { findEdited, findRevision } from '../../store/edited-briefings.ts'
import { writeRevision } from './write-revision.ts'

export type Restored = { ok: true; revision: number } | { ok: false; reason: 'unknown' | 'same' | 'raced' }

/** Makes what a briefing said in an older revision its next one; the revisions between stay. */
export async function restoreRevision(
  store: Store,
  { id, number }: { id: number; number: number },
  by: Actor,
  now: Instant,
): Promise<Restored> {
  const current = await findEdited(store.db, id)
  const wanted = current && (await findRevision(store.db, id, number))
  if (!current || !wanted) return { ok: false, reason: 'unknown' }
  const told = { storyId: current.storyId, correctsId: current.correctsId }
  const next = {
    content: wanted.content,
    filing: wanted.filing ?? current.filing,
    slug: current.slug,
    told,
    action: 'briefing.restore' as const,
  }
  const written = await store.db.transaction().execute((tx) => writeRevision(tx, current, next, by, now))
  if (written === 'written') return { ok: true, revision: current.revision + 1 }
  return { ok: false, reason: written === 'raced' ? 'raced' : 'same' }
}
