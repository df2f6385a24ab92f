import type { MailWishes, Pause } from '../domain/choice.ts'
import { NOWHERE, type Whereabouts, type Wording } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import { appendConsent } from '../store/consents.ts'
import type { Db, Store } from '../store/dialect.ts'
import { findReaderSubscription, listActiveSubscriptions, listOfferedTopics } from '../store/listings/reader-subscriptions.ts'
import { saveMailWishes } from '../store/mail-wishes.ts'
import { endSubscription, findSubscription, savePause, saveSubscription, type Choices } from '../store/subscriptions.ts'
import { findSuppression } from '../store/suppressions.ts'
import { ensureWording } from '../store/wordings.ts'
import { changeChoices } from './change-choices.ts'

export type PreferenceChange = {
  choices: Choices
  /** Left out: it stays as it is. */
  pause?: Pause | null
  /** The reader had left and asks for the mails again. */
  comeBack: boolean
  /** The other digests that are wanted from now on, with the same choices, and those that are not any more. */
  others?: { wanted: number[]; unwanted: number[] }
  /** What is wished of all mails together; left out: it stays as it is. */
  mails?: Partial<MailWishes>
  /** Every digest of the reader follows these choices. */
  everywhere?: boolean
  /** Where the reader is, for what somebody agrees to by this. */
  from?: Whereabouts
  /** What the page says about it. */
  wording?: Wording
}

export type Changed = { ok: true } | { ok: false; reason: 'gone' | 'has-left' | 'suppressed' | 'no-topics' }

/**
 * Makes a reader's choices those of the subscription, and of others where that is wished. Who has left stays away unless asking to come
 * back: a page that was open since before must not undo an unsubscription. Nor does coming back lift a suppression, but that of having
 * left everything.
 */
export async function changePreferences(store: Store, ref: SubscriptionRef, change: PreferenceChange, now: Instant): Promise<Changed> {
  // An unsubscription that comes in between makes this fail and be tried again by the reader, rather than be overwritten.
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const known = await findReaderSubscription(tx, ref)
      if (!known) return no('gone')
      const hasLeft = known.subscription.state === 'ended'
      if (hasLeft && !change.comeBack) return no('has-left')
      const { wanted = [], unwanted = [] } = change.others ?? {}
      const active = (await listActiveSubscriptions(tx, ref.subscriberId)).map(({ digestId }) => digestId)
      const fresh = wanted.filter((id) => id !== ref.digestId && !active.includes(id))
      if ((hasLeft || fresh.length > 0) && stands(await findSuppression(tx, known.canonical))) return no('suppressed')
      const topicIds = await offeredOf(tx, ref.digestId, change.choices.topicIds)
      if (topicIds.length === 0) return no('no-topics')
      const followers = change.everywhere ? active.filter((id) => id !== ref.digestId && !unwanted.includes(id)) : []
      await changeChoices(tx, { subscriberId: ref.subscriberId, by: 'page' as const, now }, async () => {
        if (change.mails) await saveMailWishes(tx, ref.subscriberId, change.mails)
        await save(tx, ref, { ...change, choices: { ...change.choices, topicIds } }, now)
        for (const digestId of [...followers, ...fresh]) await saveOther(tx, { ...ref, digestId }, change, now)
        for (const digestId of unwanted) await end(tx, { ...ref, digestId }, now)
      })
      const agreed = [...(hasLeft ? [ref.digestId] : []), ...fresh]
      if (agreed.length > 0) await agree(tx, { subscriberId: ref.subscriberId, address: known.address, digestIds: agreed }, change, now)
      return { ok: true }
    })
}

async function agree(
  tx: Db,
  { digestIds, ...who }: { subscriberId: number; address: string; digestIds: number[] },
  { from = NOWHERE, wording }: PreferenceChange,
  now: Instant,
): Promise<void> {
  const wordingId = wording ? await ensureWording(tx, wording, now) : null
  const told = { ...from, at: now }
  for (const digestId of digestIds) await appendConsent(tx, { ...who, digestId, how: 'page', wordingId, asked: told, given: told })
}

// Who had left everything and comes back lifts that by coming back (change-choices.ts).
const stands = (suppression: { reason: SuppressionReason } | undefined): boolean =>
  suppression !== undefined && suppression.reason !== 'unsubscribed'

const no = (reason: Extract<Changed, { ok: false }>['reason']): Changed => ({ ok: false, reason })

async function save(tx: Db, ref: SubscriptionRef, { choices, pause }: PreferenceChange, now: Instant): Promise<void> {
  const id = await saveSubscription(tx, ref, choices, now)
  if (pause !== undefined) await savePause(tx, id, pause)
}

// A digest that carries none of the chosen topics keeps those that it had, or begins with all of its own.
async function saveOther(tx: Db, ref: SubscriptionRef, change: PreferenceChange, now: Instant): Promise<void> {
  // Quiet hours and notes are matters of the one digest.
  const { quiet: _quiet, silentNote: _note, ...choices } = change.choices
  const chosen = await offeredOf(tx, ref.digestId, change.choices.topicIds)
  const had = chosen.length > 0 ? chosen : ((await findSubscription(tx, ref))?.topicIds ?? [])
  const topicIds = had.length > 0 ? had : (await listOfferedTopics(tx, ref.digestId)).map((topic) => topic.id).sort((a, b) => a - b)
  if (topicIds.length > 0) await save(tx, ref, { ...change, choices: { ...choices, topicIds } }, now)
}

async function end(tx: Db, ref: SubscriptionRef, now: Instant): Promise<void> {
  const subscription = await findSubscription(tx, ref)
  if (subscription) await endSubscription(tx, subscription.id, { at: now, by: 'page' })
}

async function offeredOf(tx: Db, digestId: number, chosen: number[]): Promise<number[]> {
  const offered = await listOfferedTopics(tx, digestId)
  return offered
    .map((topic) => topic.id)
    .filter((id) => chosen.includes(id))
    .sort((a, b) => a - b)
}
