import { openEditor, type OpenEditor } from '../../../flow/editing/open-editor.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'

/** The briefing that the address names, with the words of who asks; undefined where there is none. */
export async function findOpen(web: Web, { request, person }: Visit): Promise<OpenEditor | undefined> {
  const id = Number((request.params as { id: string }).id)
  return Number.isSafeInteger(id) && id > 0 ? openEditor(web.store.db, { id, personId: person.id }) : undefined
}
