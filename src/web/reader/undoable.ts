import { ROUTES } from '../../domain/links.ts'
import { lastChoiceId, listChoiceIdsAfter } from '../../store/listings/choice-ids.ts'
import type { Web } from '../web.ts'
import type { UndoView } from './notice-view.ts'

/** Where a page takes changes back, behind the address of the preferences. */
export const UNDO = '/undo'

/** Does something for a reader, and says how it can be taken back; null where it changed nothing. */
export async function undoable<Answer>(
  { store }: Web,
  { subscriberId, token }: { subscriberId: number; token: string },
  act: () => Promise<Answer>,
): Promise<{ answer: Answer; undo: UndoView | null }> {
  const before = await lastChoiceId(store.db, subscriberId)
  const answer = await act()
  const ids = await listChoiceIdsAfter(store.db, subscriberId, before)
  return { answer, undo: undoOf(ROUTES.preferences.slice(1) + token + UNDO, ids) }
}

/** The form that takes these changes back at a path; none for no changes. */
export const undoOf = (path: string, ids: number[]): UndoView | null =>
  ids.length > 0 ? { path, name: 'change', value: ids.join('.') } : null

/** `12.13` → the two ids; none for anything else. */
export function readChoiceIds(word: unknown): number[] {
  const isList = typeof word === 'string' && /^\d{1,15}(\.\d{1,15}){0,99}$/.test(word)
  return isList ? word.split('.').map(Number) : []
}
