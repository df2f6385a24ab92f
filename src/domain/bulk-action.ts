import type { SubscriptionChoice } from './choice.ts'
import type { Instant } from './instant.ts'

/** What a person does with many readers at once. `digestId` null: in all their digests. */
export type BulkAction =
  | { kind: 'take-topic' | 'drop-topic'; topicId: number; digestId: number | null }
  | { kind: 'leave'; digestId: number | null }
  | { kind: 'pause'; digestId: number | null; until: Instant }
  | { kind: 'resume'; digestId: number | null }
  | { kind: 'hour'; digestId: number | null; minute: number }
  | { kind: 'suppress'; note: string }
  | { kind: 'erase' }

export const BULK_KINDS = [
  'take-topic',
  'drop-topic',
  'leave',
  'pause',
  'resume',
  'hour',
  'suppress',
  'erase',
] as const satisfies readonly BulkAction['kind'][]

/** All but erasing can be taken back. */
export const isUndoable = ({ kind }: BulkAction): boolean => kind !== 'erase'

/** Which topics each digest offers. */
export type Offers = ReadonlyMap<number, ReadonlySet<number>>

type Held = SubscriptionChoice & { digestId: number }

/**
 * What an action makes of a subscription; undefined where it changes nothing. Only what is active is changed. Whoever would be left without
 * a topic by it leaves the digest; a digest does not take a topic that it does not offer.
 */
export function actOn(action: BulkAction, one: Held, offers: Offers): Held | undefined {
  if (one.state !== 'active' || ('digestId' in action && action.digestId !== null && action.digestId !== one.digestId)) return undefined
  switch (action.kind) {
    case 'take-topic':
      if (one.topicIds.includes(action.topicId) || !offers.get(one.digestId)?.has(action.topicId)) return undefined
      return { ...one, topicIds: [...one.topicIds, action.topicId].sort((a, b) => a - b) }
    case 'drop-topic': {
      if (!one.topicIds.includes(action.topicId)) return undefined
      const topicIds = one.topicIds.filter((id) => id !== action.topicId)
      return topicIds.length === 0 ? { ...one, state: 'ended' } : { ...one, topicIds }
    }
    case 'leave':
      return { ...one, state: 'ended' }
    case 'pause':
      return one.pause?.until === action.until ? undefined : { ...one, pause: { until: action.until, onReturn: 'best' } }
    case 'resume':
      return one.pause ? { ...one, pause: null } : undefined
    case 'hour':
      return one.hour.minute === action.minute ? undefined : { ...one, hour: { ...one.hour, minute: action.minute } }
    case 'suppress':
    case 'erase':
      return undefined
  }
}
