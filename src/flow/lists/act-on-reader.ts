import type { Pause } from '../../domain/choice.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Saying } from '../../domain/saying.ts'
import type { Actor } from '../../store/audit.ts'
import { findSubscription } from '../../store/subscriptions.ts'
import { eraseReader } from '../erase-reader.ts'
import { pauseSubscription } from '../pause-subscription.ts'
import { subscribe, type Wish } from '../subscribe.ts'
import { liftByHand, suppressByHand } from '../suppress-by-hand.ts'
import { unsubscribe } from '../unsubscribe.ts'
import { asDeed, type ListTools } from '../desk/as-deed.ts'

/** What a person at the desk does for one reader; each is written down with who did it. */

export type By = { actor: Actor; now: Instant }
/** `reason`: a word for why not, or what the verb says that was asked. */
export type Acted = { ok: true } | { ok: false; reason: string | Saying }

type Of = { subscriberId: number; digestId: number }

export async function leaveDigest(tools: ListTools, of: Of, { actor, now }: By): Promise<Acted> {
  const known = await findSubscription(tools.store.db, of)
  if (known?.state !== 'active') return { ok: false, reason: 'no-subscription' }
  return asDeed(tools, { ...about(of), action: 'subscriber.leave', before: { digestId: of.digestId }, actor, now }, async ({ store }) => {
    await unsubscribe(store, of, { at: now, by: 'person' })
    return { ok: true }
  })
}

export async function pauseDigest(tools: ListTools, { pause, ...of }: Of & { pause: Pause | null }, { actor, now }: By): Promise<Acted> {
  const deed = {
    ...about(of),
    action: pause ? 'subscriber.pause' : 'subscriber.resume',
    after: { digestId: of.digestId, pause },
    actor,
    now,
  }
  return asDeed(tools, deed, ({ store }) => pauseSubscription(store, { ...of, by: 'person', now }, pause))
}

/** Makes a subscription or changes what is chosen in it. Who has left comes back only if that is said. */
export async function chooseFor(
  tools: ListTools,
  { subscriberId, wish }: { subscriberId: number; wish: Wish },
  { actor, now }: By,
): Promise<Acted> {
  const { address: _, name: __, ...chosen } = wish
  const deed = { ...about({ subscriberId }), action: 'subscriber.choose', after: chosen, actor, now }
  const answer = await asDeed(tools, deed, (inside) => subscribe(inside, { ...wish, how: 'desk' }, now))
  return answer.ok ? { ok: true } : { ok: false, reason: answer.message }
}

type Reader = { subscriberId: number; address: string; note: string }

export async function suppressReader(tools: ListTools, { subscriberId, address, note }: Reader, { actor, now }: By): Promise<Acted> {
  const deed = { ...about({ subscriberId }), action: 'subscriber.suppress', after: { note }, actor, now }
  return plain(await asDeed(tools, deed, (inside) => suppressByHand(inside, { address, note, by: actor.name }, now)))
}

export async function liftReader(tools: ListTools, { subscriberId, address, note }: Reader, { actor, now }: By): Promise<Acted> {
  const deed = { ...about({ subscriberId }), action: 'subscriber.lift', after: { note }, actor, now }
  return plain(await asDeed(tools, deed, (inside) => liftByHand(inside, { address, note, by: actor.name }, now)))
}

export async function eraseByHand(tools: ListTools, subscriberId: number, { actor, now }: By): Promise<Acted> {
  return asDeed(tools, { ...about({ subscriberId }), action: 'subscriber.erase', actor, now }, async ({ store, publication }) => {
    await eraseReader(store, publication, subscriberId, now)
    return { ok: true }
  })
}

const about = ({ subscriberId }: { subscriberId: number }): { subject: string } => ({ subject: `subscriber:${subscriberId}` })

const plain = (answer: { ok: true } | { ok: false; message: Saying }): Acted =>
  answer.ok ? { ok: true } : { ok: false, reason: answer.message }
