import type { SubscriptionChoice } from '../../domain/choice.ts'
import { MINUTE } from '../../domain/instant.ts'
import type { Store } from '../../store/dialect.ts'
import type { KeptHolding } from '../../store/holdings.ts'
import type { BulkRun } from '../../store/lists/bulk-runs.ts'
import { putSubscriptions, type PutSubscription } from '../../store/lists/put-subscriptions.ts'
import { changeChoicesOf } from '../change-choices.ts'
import type { WorkTools } from './work-off-import.ts'

/** Does a piece behind a reader; gives back up to where, or undefined at the end. */
export type Step = (tools: WorkTools, run: BulkRun, after: number) => Promise<number | undefined>

/** Readers in one transaction. */
export const AT_ONCE = 100
export const LEASE = MINUTE / 2

/** Somebody else has taken the run over. */
export class Lost extends Error {}

export type Held = SubscriptionChoice & { digestId: number }

export const choiceOf = ({ digestId, state, topicIds, hour, languages, format, pause, quiet, silentNote }: KeptHolding | Held): Held => ({
  ...{ digestId, state, topicIds, hour, languages, format, pause, quiet, silentNote },
})

export async function putChoices(
  store: Pick<Store, 'db' | 'dialect'>,
  { subscriberIds, puts, now }: { subscriberIds: number[]; puts: PutSubscription[]; now: number },
): Promise<void> {
  await changeChoicesOf(store.db, { subscriberIds, by: 'person', now }, () => putSubscriptions(store, puts, { at: now, by: 'person' }))
}
