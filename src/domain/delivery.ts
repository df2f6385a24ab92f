/**
 * One edition on its way to one subscriber. Written beside the states that end: later news, such as a bounce, changes nothing here.
 *
 *                 claim             the body is out, its final dot is not
 *     queued ─────────────► leased ─────────────► posting ─────► accepted   the server took it
 *       │ ▲ ▲                │ │ │                 │ │ │ └─────► refused    5yz: never this message again
 *       │ │ └─ lease ran out,┘ │ │                 │ │ └───────► doubtful   no answer after the dot, or the sender died
 *       │ │    4yz before the  │ │                 │ └─────────► withheld   4yz, and no time left
 *       │ └─── dot             │ └► refused        │
 *       │ ◄────────────────────┼─── 4yz after the dot
 *       └──────────────────────┴──► withheld      unsubscribed, suppressed, or no time left
 *
 * Out of `doubtful` leads one road, back to `queued`, taken only by a person or where the digest says so: it was almost surely accepted.
 */
export type DeliveryState = 'queued' | 'leased' | 'posting' | 'accepted' | 'refused' | 'doubtful' | 'withheld'

/** What one attempt came to. */
export type Outcome = 'accepted' | 'deferred' | 'refused' | 'doubtful'

export const ROADS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  queued: ['leased', 'withheld'],
  leased: ['posting', 'queued', 'refused', 'withheld'],
  posting: ['accepted', 'refused', 'doubtful', 'queued', 'withheld'],
  accepted: [],
  refused: [],
  doubtful: ['queued'],
  withheld: [],
}

export const mayMove = (from: DeliveryState, to: DeliveryState): boolean => ROADS[from].includes(to)

/** Where an outcome leads: a deferred delivery waits again, or is withheld when its time is over. */
export function stateAfter(outcome: Outcome, isExpired: boolean): DeliveryState {
  if (outcome === 'deferred') return isExpired ? 'withheld' : 'queued'
  return outcome
}
