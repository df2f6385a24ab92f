import { saying, type Saying } from '../../domain/saying.ts'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { nearestFolder } from './nearest-folder.ts'

/** Whether the database can be reached. */
export function checkDatabase(state: DatabaseState): Verdict {
  switch (state.state) {
    case 'absent':
      return ok(saying('doctor.database-absent', { file: state.file }))
    case 'closed':
      return fault(saying('doctor.database-closed', { why: state.reason }), saying('doctor.check-database-url'))
    case 'open':
      return ok(saying('doctor.database-opens'))
  }
}

/** Whether its tables are those of this Broadsheet. */
export function checkSchema(state: DatabaseState): Verdict {
  if (state.state !== 'open') return notChecked(state.state === 'absent' ? saying('doctor.no-database') : NOT_OPEN)
  if (state.unknown.length > 0)
    return fault(saying('doctor.tables-newer', { names: state.unknown.join(', ') }), saying('doctor.start-newer'))
  return state.pending.length > 0
    ? warning(saying('doctor.tables-old', { names: state.pending.join(', ') }), saying('doctor.migrate'))
    : ok(saying('doctor.tables-fine'))
}

/** Whether it can be written to. */
export async function checkWriting(state: DatabaseState): Promise<Verdict> {
  if (state.state === 'closed') return notChecked(NOT_OPEN)
  const refusal = state.state === 'absent' ? await refusalToMake(state.file) : state.readOnly
  if (refusal !== undefined) return fault(saying('doctor.database-read-only', { why: refusal }), saying('doctor.check-permissions'))
  if (state.state === 'absent') return ok(saying('doctor.database-can-be-made'))
  return state.hasTables ? ok(saying('doctor.database-writes')) : notChecked(saying('doctor.no-tables'))
}

async function refusalToMake(file: string): Promise<Saying | undefined> {
  const folder = nearestFolder(file)
  return access(folder, constants.W_OK).then(
    () => undefined,
    () => saying('doctor.folder-closed', { folder }),
  )
}

const NOT_OPEN = saying('doctor.database-not-open')
