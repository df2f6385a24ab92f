import { DELIVERY_STATES } from './delivery.ts'

/**
 * What can be asked for among the deliveries of an issue: those in a state, those that still wait, and those of which something else is
 * known: put off by a server at least once, sent back, complained of, or followed by their reader's leaving.
 */
export const DELIVERY_KINDS = [...DELIVERY_STATES, 'waiting', 'deferred', 'bounced', 'complained', 'left'] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]
