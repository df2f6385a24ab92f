import { HOUR, type Instant } from '../domain/instant.ts'
import type { ClaimedDelivery, Settlement } from '../store/deliveries.ts'

/** How the reason of a delivery begins that waits for its issue to go on. */
export const HELD = 'its issue is held: '

/** Puts a delivery of a held issue back. It asks again every hour, so that none is forgotten, whoever resumes the issue at the same moment. */
export const putBack = ({ id, attempts }: ClaimedDelivery, why: string, now: Instant): Settlement => ({
  ...{ id, attempts, to: 'queued', reason: `${HELD}${why}` },
  nextAt: now + HOUR,
})
