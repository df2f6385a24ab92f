/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. The database stores and compares these, it never computes with them. */
export type Instant = number

export const MINUTE = 60_000
/** What falls due between two quarters of the hour counts as falling due together. */
export const QUARTER = 15 * MINUTE
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
