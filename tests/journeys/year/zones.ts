import { DAY, type Instant } from '../../../src/domain/instant.ts'

/**
 * Forty zones: half and quarter hours, both sides of the date line, half-hour summer time, names that were changed since. First those whose
 * clocks change, each on a night of its own, because small worlds have few readers.
 */
export const ZONES = [
  ...['Europe/London', 'America/New_York', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca'],
  ...['Asia/Beirut', 'Pacific/Chatham', 'Asia/Jerusalem', 'America/Havana', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/Berlin'],
  ...['America/Los_Angeles', 'America/Chicago', 'America/Denver', 'America/Halifax', 'America/St_Johns', 'Asia/Tokyo', 'Asia/Shanghai'],
  ...['America/Sao_Paulo', 'America/Asuncion', 'America/Nuuk', 'America/Caracas', 'Atlantic/Azores', 'Europe/Lisbon', 'Europe/Chisinau'],
  ...['Asia/Tehran', 'Asia/Dhaka', 'Australia/Sydney', 'Australia/Adelaide', 'Australia/Eucla', 'Pacific/Auckland', 'Pacific/Easter'],
  ...['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Pacific/Marquesas', 'Asia/Calcutta', 'Asia/Rangoon', 'US/Pacific'],
]

/** Every time that clocks change in one of the zones, the earliest first. */
export function listChanges(span: { from: Instant; until: Instant }): Instant[] {
  const changes = new Set<Instant>()
  for (const zone of ZONES) {
    let at = Temporal.Instant.fromEpochMilliseconds(span.from).toZonedDateTimeISO(zone)
    for (;;) {
      const next = at.getTimeZoneTransition('next')
      if (!next || next.epochMilliseconds >= span.until) break
      changes.add(next.epochMilliseconds)
      at = next
    }
  }
  return [...changes].sort((one, other) => one - other)
}

/** Stretches of time from a day and a half before each change until a day and a half after it; those that touch are one. */
export function windowsAround(changes: Instant[], half = 1.5 * DAY): { from: Instant; until: Instant }[] {
  const windows: { from: Instant; until: Instant }[] = []
  for (const at of changes) {
    const last = windows.at(-1)
    if (last && at - half <= last.until) last.until = at + half
    else windows.push({ from: at - half, until: at + half })
  }
  return windows
}
