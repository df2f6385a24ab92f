import type { Whereabouts } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import { isConfirmable } from '../domain/sign-up.ts'
import { mayOptIn, type HashAddress } from '../domain/suppression.ts'
import { appendConsent } from '../store/consents.ts'
import type { Db, Store } from '../store/dialect.ts'
import * as signUps from '../store/sign-ups.ts'
import type { SignUp } from '../store/sign-ups.ts'
import { confirmSubscriber, ensureSubscriber, findSubscriber } from '../store/subscribers.ts'
import { findEnd, findSubscription, saveSubscription, type Choices, type Subscription } from '../store/subscriptions.ts'
import { findSuppression } from '../store/suppressions.ts'
import { listTopics } from '../store/topics.ts'
import { changeChoices } from './change-choices.ts'
import { liftByOptIn } from './lift-by-opt-in.ts'
import { tellHooks } from './tell-hooks.ts'

/** What a link to confirm stands for at the moment, and what pressing its button comes to. */
export type SignUpStanding =
  | { is: 'waiting'; signUp: SignUp }
  | { is: 'confirmed'; signUp: SignUp; ref: SubscriptionRef }
  /** The mail was not asked for by this link any more: too old, or its reader has left since. */
  | { is: 'expired' | 'left' | 'suppressed'; signUp: SignUp }
  | { is: 'unknown' }

export type Confirmed = { isNew: boolean; standing: SignUpStanding }

type Asked = { hashAddress: HashAddress; now: Instant }

/** Where a sign-up stands; changes nothing. */
export async function findSignUpStanding(db: Db, id: number, { hashAddress, now }: Asked): Promise<SignUpStanding> {
  const signUp = await signUps.findSignUp(db, id)
  if (!signUp || signUp.state === 'asked' || signUp.state === 'silent') return { is: 'unknown' }
  const subscriber = await findSubscriber(db, signUp.canonical)
  const ref = subscriber && { subscriberId: subscriber.id, digestId: signUp.digestId }
  const subscription = ref && (await findSubscription(db, ref))
  if (signUp.state === 'confirmed' || signUp.state === 'welcomed')
    return ref && subscription?.state === 'active' ? { is: 'confirmed', signUp, ref } : { is: 'left', signUp }
  if (await hasLeftSince(db, signUp, subscription)) return { is: 'left', signUp }
  if (!isConfirmable({ askedAt: signUp.asked.at }, now)) return { is: 'expired', signUp }
  const suppression = await findSuppression(db, signUp.canonical, hashAddress(signUp.canonical))
  return { is: suppression && !mayOptIn(suppression.reason) ? 'suppressed' : 'waiting', signUp }
}

/**
 * Makes a sign-up a subscription: the one moment at which an address becomes a reader's. The link is used up, the consent is written
 * down with all that proves it, and what kept mail away because it had come back is lifted. Pressing again changes nothing.
 */
export async function confirmSignUp(
  store: Store,
  id: number,
  { from, hashAddress, now }: Asked & { from: Whereabouts },
): Promise<Confirmed> {
  const confirmed = await store.db.transaction().execute(async (tx): Promise<Confirmed> => {
    const standing = await findSignUpStanding(tx, id, { hashAddress, now })
    if (standing.is !== 'waiting') return { isNew: false, standing }
    const { signUp } = standing
    if (!(await signUps.confirmSignUp(tx, id, now)))
      return { isNew: false, standing: await findSignUpStanding(tx, id, { hashAddress, now }) }
    const { address, canonical, name, digestId, how, wordingId, asked } = signUp
    const subscriberId = await ensureSubscriber(tx, { address, canonical, name }, now)
    await confirmSubscriber(tx, subscriberId, now)
    const ref = { subscriberId, digestId }
    const choices = await stillThere(tx, signUp.choices)
    await changeChoices(tx, { subscriberId, by: 'page', now }, () => saveSubscription(tx, ref, choices, now))
    await appendConsent(tx, { ...ref, address, how, wordingId, asked, given: { ...from, at: now } })
    await liftByOptIn(tx, { canonical, hashAddress }, now)
    await tellHooks(tx, ['subscriber.confirmed'], () => [
      { kind: 'subscriber.confirmed', at: now, data: { subscriber: subscriberId, address, digest: digestId } },
    ])
    return { isNew: true, standing: { is: 'confirmed', signUp, ref } }
  })
  // Whoever has confirmed is welcomed at once.
  if (confirmed.isNew) store.dialect.bell.ring()
  return confirmed
}

async function hasLeftSince(db: Db, { asked }: SignUp, subscription: Subscription | undefined): Promise<boolean> {
  if (subscription?.state !== 'ended') return false
  return ((await findEnd(db, subscription.id)) ?? 0) >= asked.at
}

// A topic may have gone while the mail lay in its inbox.
async function stillThere(tx: Db, choices: Choices): Promise<Choices> {
  const known = (await listTopics(tx)).map((topic) => topic.id)
  return { ...choices, topicIds: choices.topicIds.filter((id) => known.includes(id)) }
}
