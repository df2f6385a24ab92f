import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { listInstances } from '../../store/listings/instances.ts'
import { openStore } from '../../store/open-store.ts'
import { lookAtStanding } from '../stand-up.ts'
import type { Setup } from './setup.ts'

/** Whether this is the database that mail was sent from, and not a copy; and whether processes of another site are at it. */
export async function checkInstallation(state: DatabaseState, setup: Setup): Promise<Verdict> {
  if (state.state !== 'open' || !state.hasTables || state.pending.length > 0) return notChecked('The tables are not there to be read.')
  const store = openStore(setup.databaseUrl)
  try {
    const { held } = await lookAtStanding({ store, dataDir: setup.dataDir, name: setup.installationName })
    if (held !== undefined) return fault(HELD[held], CONFIRM)
    const latest = await listInstances(store.db)
    const sites = [...new Set(latest.filter(({ seenAt }) => seenAt > (latest[0]?.seenAt ?? 0) - RECENT).map(({ baseUrl }) => baseUrl))]
    if (sites.length < 2) return ok('This is the database that mail is sent from.')
    return warning(
      `Processes for different sites work at this database: ${sites.join(', ')}.`,
      'Give them one BASE_URL, or a database each.',
    )
  } finally {
    await store.close()
  }
}

const RECENT = 5 * 60_000

const HELD = {
  elsewhere: 'Nothing is sent: this database lies elsewhere than the one that mail was sent from. It is a copy, or was moved or restored.',
  older: 'Nothing is sent: this database is older than what ran here before. It was put back from a backup.',
}

const CONFIRM =
  'If it is the real one from now on, say so: `broadsheet installation confirm`. If it is a copy to try something with, leave it so.'
