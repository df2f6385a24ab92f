import type { Choice, SubscriptionChoice } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import { listChoices, type KeptChoice } from '../store/choices.ts'
import type { Db, Store } from '../store/dialect.ts'
import { endSubscription, savePause, saveSubscription } from '../store/subscriptions.ts'
import { saveMailWishes } from '../store/mail-wishes.ts'
import { getSubscriber } from '../store/subscribers.ts'
import { listMutes, deleteMute, saveMute } from '../store/topic-mutes.ts'
import { changeChoices } from './change-choices.ts'
import { isSuppressed } from './is-suppressed.ts'
import type { Publication } from './publication.ts'

export type Undone = { ok: true } | { ok: false; reason: 'too-late' | 'suppressed' }

type Wish = { subscriberId: number; choiceIds: readonly number[] }

/**
 * Takes a change back: what its choices were before holds again, and the history shows both. Too late once one of them has been changed
 * anew. Nobody comes back to mails that we do not send any more.
 */
export async function undoChange(store: Store, publication: Publication, { subscriberId, choiceIds }: Wish, now: Instant): Promise<Undone> {
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx): Promise<Undone> => {
      const history = await listChoices(tx, subscriberId)
      const change = history.filter(({ id }) => choiceIds.includes(id))
      const isLast = change.every((one) => history.findLast(({ digestId }) => digestId === one.digestId)?.id === one.id)
      if (change.length === 0 || change.length !== choiceIds.length || !isLast) return { ok: false, reason: 'too-late' }
      const before = change.map((one) => stateBefore(one, history))
      const brings = before.some(({ digestId, what }) => digestId !== null && what.state === 'active')
      if (brings && (await isSuppressed(tx, publication, (await getSubscriber(tx, subscriberId)).canonical)))
        return { ok: false, reason: 'suppressed' }
      await changeChoices(tx, { subscriberId, by: 'page', now }, async () => {
        for (const choice of before) await restore(tx, subscriberId, choice, now)
      })
      return { ok: true }
    })
}

/** What the choice was before; of a digest that came with the change, that it was not there. */
function stateBefore(one: KeptChoice, history: KeptChoice[]): Choice {
  const before = history.findLast(({ id, digestId }) => id < one.id && digestId === one.digestId)
  if (before) return before
  return one.digestId === null ? { digestId: null, what: { mutes: [] } } : { ...one, what: { ...one.what, state: 'ended' } }
}

async function restore(tx: Db, subscriberId: number, choice: Choice, now: Instant): Promise<void> {
  if (choice.digestId !== null) return restoreSubscription(tx, { subscriberId, digestId: choice.digestId }, choice.what, now)
  for (const { topicId } of await listMutes(tx, subscriberId, now)) await deleteMute(tx, { subscriberId, topicId })
  await saveMailWishes(tx, subscriberId, choice.what.mails ?? { mailsADay: null, joins: null })
  for (const mute of choice.what.mutes) if (mute.until === null || mute.until > now) await saveMute(tx, subscriberId, mute, now)
}

async function restoreSubscription(
  tx: Db,
  ref: { subscriberId: number; digestId: number },
  { state, pause, ...choices }: SubscriptionChoice,
  now: Instant,
): Promise<void> {
  const id = await saveSubscription(tx, ref, choices, now)
  await savePause(tx, id, pause && pause.until > now ? pause : null)
  if (state === 'ended') await endSubscription(tx, id, { at: now, by: 'page' })
}
