import { saying } from '../../domain/saying.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { listInstances } from '../../store/listings/instances.ts'
import { openStore } from '../../store/open-store.ts'
import { lookAtStanding } from '../stand-up.ts'
import type { Setup } from './setup.ts'

/** Whether this is the database that mail was sent from, and not a copy; and whether processes of another site are at it. */
export async function checkInstallation(state: DatabaseState, setup: Setup): Promise<Verdict> {
  if (state.state !== 'open' || !state.hasTables || state.pending.length > 0) return notChecked(saying('doctor.tables-unread'))
  const store = openStore(setup.databaseUrl)
  try {
    const { held } = await lookAtStanding({ store, dataDir: setup.dataDir, name: setup.installationName })
    if (held !== undefined) return fault(HELD[held], CONFIRM)
    const latest = await listInstances(store.db)
    const sites = [...new Set(latest.filter(({ seenAt }) => seenAt > (latest[0]?.seenAt ?? 0) - RECENT).map(({ baseUrl }) => baseUrl))]
    if (sites.length < 2) return ok(saying('doctor.installation-real'))
    return warning(saying('doctor.sites-differ', { sites: sites.join(', ') }), saying('doctor.one-base-url'))
  } finally {
    await store.close()
  }
}

const RECENT = 5 * 60_000

const HELD = {
  elsewhere: saying('doctor.held-elsewhere'),
  older: saying('doctor.held-older'),
}

const CONFIRM = saying('doctor.confirm-installation')
