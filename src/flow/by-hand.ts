import type { Instant } from '../domain/instant.ts'

/** The reason that is written beside what a person has decided: `queued again by a person at 2026-03-10T12:00:00Z`. */
export const byHand = (what: string, at: Instant): string =>
  `${what} by a person at ${Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })}`
