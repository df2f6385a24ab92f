import { DAY, type Instant } from './instant.ts'

const FAILURES = 4
const OVER = 10 * DAY

/**
 * Whether a mailbox that may work again has failed often enough, without a success between, to be given up: four times over at least ten
 * days. One bad week of a full mailbox or of its server is not enough, however many digests came in it.
 */
export function isGivenUp(failedAt: Instant[]): boolean {
  return failedAt.length >= FAILURES && Math.max(...failedAt) - Math.min(...failedAt) >= OVER
}
