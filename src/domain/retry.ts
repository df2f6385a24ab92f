import { DAY, MINUTE, type Instant } from './instant.ts'

export type FailedAttempt = {
  /** How many attempts there were, the failed one included: at least 1. */
  attempts: number
  failedAt: Instant
  dueAt: Instant
  /** After this it is not worth sending: 24 hours after `dueAt` unless the digest says otherwise. */
  usefulUntil?: Instant
  /** From 0 to 1, by chance, so that what was deferred together does not come back together. */
  jitter: number
}

/**
 * When a deferred delivery is tried again (RFC 5321 section 4.5.4.1). Servers that greylist (RFC 6647) want to see it again within the
 * hour, so the second and third attempt come soon; after that the waits are 30 minutes and doubling, up to four hours. Each wait is
 * lengthened by up to half.
 *
 *     failed at  07:00  → 07:10 … 07:15  → 07:30 … 07:45  → at least 30 min  → 1 h  → 2 h  → 4 h  → 4 h …
 */
export function nextAttemptAt({ attempts, failedAt, dueAt, usefulUntil = dueAt + DAY, jitter }: FailedAttempt): Instant | 'expired' {
  const nextAt = failedAt + Math.round(waitAfter(attempts) * (1 + clamp(jitter) / 2))
  return nextAt <= usefulUntil ? nextAt : 'expired'
}

const FIRST_WAITS = [10 * MINUTE, 20 * MINUTE]
const SHORTEST_LATER = 30 * MINUTE
const LONGEST = 240 * MINUTE

function waitAfter(attempts: number): number {
  const first = FIRST_WAITS[Math.max(attempts, 1) - 1]
  return first ?? Math.min(SHORTEST_LATER * 2 ** (attempts - FIRST_WAITS.length - 1), LONGEST)
}

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1)
