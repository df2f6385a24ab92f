/**
 * The IANA name of a time zone in its right spelling: `asia/tokyo` → `Asia/Tokyo`. Names that were changed stay as the reader gave them
 * (`Asia/Calcutta`, `US/Pacific`): they go on meaning the same place. Undefined for what is unknown, and for bare offsets such as
 * `+09:00`, which do not say when clocks change.
 */
export function checkZone(zone: string): string | undefined {
  const name = zone.trim()
  if (!NAME.test(name)) return undefined
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch {
    return undefined
  }
}

// A letter first: offsets and whole dates with a zone in brackets do not begin with one.
const NAME = /^[A-Za-z][A-Za-z0-9_+\-/]{1,60}$/
