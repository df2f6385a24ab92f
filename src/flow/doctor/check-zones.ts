import { checkZone } from '../../domain/time-zone.ts'
import { notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { countReadersByZone } from '../../store/listings/readers-by-zone.ts'
import { openStore } from '../../store/open-store.ts'

/** Whether every reader lives in a zone that clocks know. Whoever does not gets mail at the own hour in the digest's zone. */
export async function checkZones(state: DatabaseState, url: string): Promise<Verdict> {
  if (state.state !== 'open' || !state.hasTables || state.pending.length > 0) return notChecked('The tables are not there to be read.')
  const store = openStore(url)
  try {
    const strange = (await countReadersByZone(store.db)).filter(({ zone }) => checkZone(zone) === undefined)
    if (strange.length === 0) return ok('Every reader lives in a time zone that is known.')
    const said = strange.map(({ zone, readers }) => `${JSON.stringify(zone)} (${readers})`)
    return warning(
      `These time zones of readers are unknown, so their mails come by the clock of the digest: ${said.slice(0, 5).join(', ')}.`,
      '"subscriber zones" counts them all; the readers can choose a zone at their preferences, or you with "subscriber add".',
    )
  } finally {
    await store.close()
  }
}
