import { saying } from '../../domain/saying.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { countReadersByZone } from '../../store/listings/readers-by-zone.ts'
import { openStore } from '../../store/open-store.ts'

/** Whether every reader lives in a zone that clocks know. Whoever does not gets mail at the own hour in the digest's zone. */
export async function checkZones(state: DatabaseState, url: string): Promise<Verdict> {
  if (state.state !== 'open' || !state.hasTables || state.pending.length > 0) return notChecked(saying('doctor.tables-unread'))
  const store = openStore(url)
  try {
    const strange = (await countReadersByZone(store.db)).filter(({ zone }) => checkZone(zone) === undefined)
    if (strange.length === 0) return ok(saying('doctor.zones-fine'))
    const said = strange.map(({ zone, readers }) => `${JSON.stringify(zone)} (${readers})`)
    return warning(saying('doctor.zones-unknown', { zones: said.slice(0, 5).join(', ') }), saying('doctor.zones-mend'))
  } finally {
    await store.close()
  }
}
