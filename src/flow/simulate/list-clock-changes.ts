import { DAY, type Instant } from '../../domain/instant.ts'
import { checkZone } from '../../domain/time-zone.ts'
import type { Db } from '../../store/dialect.ts'
import { countReadersByZone } from '../../store/listings/readers-by-zone.ts'

/** A night on which the clocks of some readers change, and by how many minutes. */
export type ClockChange = { zone: string; at: Instant; minutes: number; readers: number }

/** The clock changes among the readers' own zones within the days looked at, the earliest first. */
export async function listClockChanges(db: Db, { from, days }: { from: Instant; days: number }): Promise<ClockChange[]> {
  const zones = await countReadersByZone(db)
  return zones
    .flatMap(({ zone, readers }) => changesOf(zone, from, from + days * DAY).map((change) => ({ zone, readers, ...change })))
    .sort((one, other) => one.at - other.at || other.readers - one.readers)
}

function changesOf(name: string, from: Instant, until: Instant): { at: Instant; minutes: number }[] {
  const zone = checkZone(name)
  if (zone === undefined) return []
  const changes = []
  let before = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  for (;;) {
    const next = before.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= until) return changes
    changes.push({ at: next.epochMilliseconds, minutes: (next.offsetNanoseconds - before.offsetNanoseconds) / 60e9 })
    before = next
  }
}
