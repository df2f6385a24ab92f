import type { Instant } from '../domain/instant.ts'
import { nextAttemptAt } from '../domain/retry.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { ClaimedDelivery, Settlement } from '../store/deliveries.ts'

type Attempted = {
  delivery: ClaimedDelivery
  from: 'leased' | 'posting'
  result: SendResult
  usefulUntil: Instant
  at: Instant
  jitter: number
}

/** What an attempt makes of its delivery: an end, or another wait. */
export function settlementOf({ delivery, from, result, usefulUntil, at, jitter }: Attempted): Settlement {
  const held = { id: delivery.id, attempts: delivery.attempts, from }
  switch (result.outcome) {
    case 'accepted':
      return { ...held, to: 'accepted', reason: null, at }
    case 'refused':
      return { ...held, to: 'refused', reason: result.reply, at }
    case 'doubtful':
      return { ...held, to: 'doubtful', reason: result.reply, at }
    case 'deferred':
    case 'misconfigured':
    case 'lost': {
      const nextAt = nextAttemptAt({ attempts: delivery.attempts, failedAt: at, dueAt: delivery.dueAt, usefulUntil, jitter })
      if (nextAt === 'expired')
        return { ...held, to: 'withheld', reason: `too late to be useful; the last answer was: ${result.reply}`, at }
      return { ...held, to: 'queued', reason: result.reply, nextAt }
    }
  }
}
