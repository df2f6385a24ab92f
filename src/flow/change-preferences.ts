import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { Db, Store } from '../store/dialect.ts'
import { findReaderSubscription, listOfferedTopics } from '../store/listings/reader-subscriptions.ts'
import { changeChoices } from './change-choices.ts'
import { saveSubscription, type Choices } from '../store/subscriptions.ts'
import { findSuppression } from '../store/suppressions.ts'

/** `comeBack`: the reader had left and asks for the mails again. */
export type PreferenceChange = { choices: Choices; comeBack: boolean }

export type Changed = { ok: true } | { ok: false; reason: 'gone' | 'has-left' | 'suppressed' | 'no-topics' }

/**
 * Makes a reader's choices those of the subscription. Who has left stays away unless asking to come back: a page that was open since
 * before must not undo an unsubscription. Nor does coming back lift a suppression.
 */
export async function changePreferences(
  store: Store,
  ref: SubscriptionRef,
  { choices, comeBack }: PreferenceChange,
  now: Instant,
): Promise<Changed> {
  // An unsubscription that comes in between makes this fail and be tried again by the reader, rather than be overwritten.
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const known = await findReaderSubscription(tx, ref)
      if (!known) return no('gone')
      const hasLeft = known.subscription.state === 'ended'
      if (hasLeft && !comeBack) return no('has-left')
      if (hasLeft && (await findSuppression(tx, known.canonical))) return no('suppressed')
      const topicIds = await offeredOf(tx, ref.digestId, choices.topicIds)
      if (topicIds.length === 0) return no('no-topics')
      const who = { subscriberId: ref.subscriberId, by: 'page' as const, now }
      await changeChoices(tx, who, () => saveSubscription(tx, ref, { ...choices, topicIds }, now))
      return { ok: true }
    })
}

const no = (reason: Extract<Changed, { ok: false }>['reason']): Changed => ({ ok: false, reason })

async function offeredOf(tx: Db, digestId: number, chosen: number[]): Promise<number[]> {
  const offered = await listOfferedTopics(tx, digestId)
  return offered
    .map((topic) => topic.id)
    .filter((id) => chosen.includes(id))
    .sort((a, b) => a - b)
}
