/** What became of a report. Nobody is answered, whatever it is. */
export type ReportTaken =
  /** News about one of our deliveries that has a consequence; without a delivery, about a single mail or a subscription. */
  | { verdict: 'counted'; deliveryId: number | null; follows: Follows }
  /** News about one of our deliveries that changes nothing: it waits, it arrived, it is our own fault. */
  | { verdict: 'noted'; deliveryId: number | null; follows: 'nothing' | 'told' | 'outdated' }
  /** The same was heard about this delivery before. */
  | { verdict: 'repeated'; deliveryId: number | null }
  /** Whoever wrote to the address in List-Unsubscribe has left that digest. */
  | { verdict: 'unsubscribed' }
  /** A vacation reply, an ordinary mail, a mail that goes in circles. */
  | { verdict: 'ignored'; why: 'automatic' | 'ordinary' | 'loop' }
  /** Nobody's: counted, and kept some days for a person to look at. */
  | { verdict: 'unmatched'; why: Unmatched }

/**
 * - `suppressed`: the address is written to no more, or was not before.
 * - `held`: it would be, but its domain refuses so many at once that a person decides (see the circuit breaker). It counts as one failure.
 * - `failure`: one failure towards the limit of soft ones.
 */
export type Follows = 'suppressed' | 'held' | 'failure'

/**
 * - `not-ours`: no address that we give out for reports.
 * - `forged`: such an address with a signature that is not ours.
 * - `no-delivery`: the delivery was pruned, or its reader erased.
 * - `nobody-named`: it came to the address for complaints, and holds no token of ours.
 * - `too-large`, `too-slow`, `unreadable`: it could not be read within the limits.
 */
export type Unmatched = 'not-ours' | 'forged' | 'no-delivery' | 'nobody-named' | 'too-large' | 'too-slow' | 'unreadable'
