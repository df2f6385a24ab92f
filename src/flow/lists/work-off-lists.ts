import { DAY, type Instant } from '../../domain/instant.ts'
import type { Store } from '../../store/dialect.ts'
import { forgetImportFiles } from '../../store/lists/imports.ts'
import { workOffBulk } from './work-off-bulk.ts'
import { workOffImport, type WorkTools } from './work-off-import.ts'

/** Works on everything that people at the desk have set going over many readers; says how many pieces there were. */
export async function workOffLists(tools: WorkTools, signal: AbortSignal): Promise<number> {
  let done = 0
  while (!signal.aborted && ((await workOffImport(tools, signal)) || (await workOffBulk(tools, signal)))) done++
  return done
}

/** For so long the file of an import is kept, for its report. */
const KEPT = 7 * DAY

export const forgetFiles = ({ db }: Store, now: Instant): Promise<number> => forgetImportFiles(db, now - KEPT)
