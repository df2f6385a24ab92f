import { TOO_LATE } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import { nextAttemptAt } from '../domain/retry.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { ClaimedDelivery, DueDelivery, Settlement } from '../store/deliveries.ts'

type Attempted = {
  delivery: ClaimedDelivery & Pick<DueDelivery, 'tried'>
  result: SendResult
  /** Without it: a day after it was due. */
  usefulUntil?: Instant
  at: Instant
  jitter: number
}

/** What an attempt makes of its delivery: an end, or another wait. */
export function settlementOf({ delivery, result: { outcome, reply }, at, ...wait }: Attempted): Settlement {
  const { id, attempts, tried, dueAt } = delivery
  switch (outcome) {
    case 'accepted':
      return { id, attempts, to: outcome, reason: null, at }
    case 'refused':
    case 'doubtful':
      return { id, attempts, to: outcome, reason: reply, at }
    case 'unreachable':
    case 'misconfigured':
      // Nothing was said about this one: it goes to the end of those that are due.
      return { id, attempts, to: 'queued', reason: reply, nextAt: at }
    case 'deferred': {
      const nextAt = nextAttemptAt({ ...wait, attempts: tried + 1, failedAt: at, dueAt })
      if (nextAt === 'expired') return { id, attempts, to: 'withheld', reason: `${TOO_LATE}; the last answer was: ${reply}`, at }
      return { id, attempts, to: 'queued', reason: reply, nextAt }
    }
    case 'lost':
      // What is still ours is claimed again, and asked the last word again; what is in other hands stays there.
      return { id, attempts, to: 'queued', reason: null, nextAt: at }
  }
}
