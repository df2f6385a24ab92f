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
 * Of several deliveries to one reader that leave in one mail, one leads and the others are `joined` to it while it waits. They are
 * claimed with it, posted with it and end as it does; when it goes back into the queue they are joined to it again. One that it cannot
 * take along, because it has gone already, is queued by itself.
 *
 * Out of an end lead only the roads that a person takes:
 *
 *     refused  ──► queued     once more, for all of an issue: the fault was ours and has been mended
 *     withheld ──► queued     the same, only where it was too late or the issue was stopped: a reader who left stays left
 *     queued   ──► withheld   the issue is stopped
 *     joined   ──► queued     the issue is sent now, without waiting for the other
 *     doubtful ──► accepted   somebody knows that it arrived
 *     doubtful ──► queued     somebody knows that it did not: it was almost surely accepted, so nobody else may decide that
 */
export const DELIVERY_STATES = ['queued', 'joined', 'leased', 'posting', 'accepted', 'refused', 'doubtful', 'withheld'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What one attempt came to. */
export type Outcome = 'accepted' | 'deferred' | 'refused' | 'doubtful'

type Roads = Readonly<Record<DeliveryState, readonly DeliveryState[]>>

/** The roads that the program takes by itself. */
export const ROADS: Roads = {
  queued: ['leased', 'joined', 'withheld'],
  joined: ['leased', 'queued'],
  leased: ['posting', 'queued', 'joined', 'refused', 'withheld'],
  posting: ['accepted', 'refused', 'doubtful', 'queued', 'joined', 'withheld'],
  accepted: [],
  refused: [],
  doubtful: [],
  withheld: [],
}

/** The roads that only a person takes. */
export const ROADS_BY_HAND: Roads = {
  queued: ['withheld'],
  joined: ['withheld', 'queued'],
  leased: [],
  posting: [],
  accepted: [],
  refused: ['queued'],
  doubtful: ['accepted', 'queued', 'joined'],
  withheld: ['queued'],
}

/** Whether the mail has left, as far as anybody can know: it is with its reader, or almost surely so. */
export const hasLeft = (state: DeliveryState): boolean => state === 'posting' || state === 'accepted' || state === 'doubtful'

/** How the reason of what was withheld for lateness begins; the last answer of the mail server may follow. */
export const TOO_LATE = 'too late to be useful'

/** How the reason begins of what a person has stopped; it can be gone on with. */
export const STOPPED = 'stopped'

/** The reason of what could not go at once because its receiver is written to slowly. */
export const ITS_TURN = 'waits for its turn: "transport status" shows the pace of every receiver'

export const mayMove = (from: DeliveryState, to: DeliveryState): boolean => ROADS[from].includes(to)

export const mayBeMoved = (from: DeliveryState, to: DeliveryState): boolean => ROADS_BY_HAND[from].includes(to)

/** Where an outcome leads: a deferred delivery waits again, or is withheld when its time is over. */
export function stateAfter(outcome: Outcome, isExpired: boolean): DeliveryState {
  if (outcome === 'deferred') return isExpired ? 'withheld' : 'queued'
  return outcome
}
