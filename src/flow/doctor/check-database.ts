import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { nearestFolder } from './nearest-folder.ts'

/** Whether the database can be reached. */
export function checkDatabase(state: DatabaseState): Verdict {
  switch (state.state) {
    case 'absent':
      return ok(`There is no database yet; the first start makes ${state.file}.`)
    case 'closed':
      return fault(
        `The database cannot be opened: ${state.reason}.`,
        'Check DATABASE_URL, that the database is running, and the permissions.',
      )
    case 'open':
      return ok('The database can be opened.')
  }
}

/** Whether its tables are those of this Broadsheet. */
export function checkSchema(state: DatabaseState): Verdict {
  if (state.state !== 'open') return notChecked(state.state === 'absent' ? 'There is no database yet.' : NOT_OPEN)
  if (state.unknown.length > 0)
    return fault(
      `A newer Broadsheet has changed the tables (${state.unknown.join(', ')}).`,
      'Start that version, or restore a backup from before.',
    )
  return state.pending.length > 0
    ? warning(
        `The tables are not up to date: ${state.pending.join(', ')} is to come.`,
        'Make a backup; then the next start, or `broadsheet migrate`, brings them up to date.',
      )
    : ok('The tables are up to date.')
}

/** Whether it can be written to. */
export async function checkWriting(state: DatabaseState): Promise<Verdict> {
  if (state.state === 'closed') return notChecked(NOT_OPEN)
  const refusal = state.state === 'absent' ? await refusalToMake(state.file) : state.readOnly
  if (refusal !== undefined)
    return fault(
      `Nothing can be written into the database: ${refusal}.`,
      'Check the permissions of its user, or of its file and folder, and that the disk is not full.',
    )
  if (state.state === 'absent') return ok('The file of the database can be made.')
  return state.hasTables ? ok('The database can be written to.') : notChecked('There are no tables yet to write to.')
}

async function refusalToMake(file: string): Promise<string | undefined> {
  const folder = nearestFolder(file)
  return access(folder, constants.W_OK).then(
    () => undefined,
    () => `${folder} may not be written to`,
  )
}

const NOT_OPEN = 'The database is not open.'
