import { RENAMED_ZONES } from './renamed-zones.ts'

/**
 * The IANA name of a time zone in its right spelling: `asia/tokyo` → `Asia/Tokyo`. One that was renamed goes by its name of today,
 * `Asia/Calcutta` → `Asia/Kolkata`, also where clocks have forgotten the old one. Undefined for what is unknown, and for bare offsets such as
 * `+09:00`, which do not say when clocks change.
 */
export function checkZone(zone: string): string | undefined {
  const name = zone.trim()
  if (!NAME.test(name)) return undefined
  const ownName = spelled(name)
  const renamed = BY_SPELLING.get(name.toLowerCase())
  // A clock that has not heard of the new name yet goes on by the old one.
  return (renamed === undefined ? undefined : spelled(renamed)) ?? ownName
}

// A letter first: offsets and whole dates with a zone in brackets do not begin with one.
const NAME = /^[A-Za-z][A-Za-z0-9_+\-/]{1,60}$/

const BY_SPELLING = new Map(Object.entries(RENAMED_ZONES).map(([old, now]) => [old.toLowerCase(), now]))

// A clock knows some hundred names in few spellings each, and asking it costs as much as all that is done with the answer.
const known = new Map<string, string>()
const MOST = 5000

function spelled(name: string): string | undefined {
  try {
    const found = known.get(name) ?? new Temporal.ZonedDateTime(0n, name).timeZoneId
    if (known.size < MOST) known.set(name, found)
    return found
  } catch {
    return undefined
  }
}
