import { isDeepStrictEqual } from 'node:util'
import { arrearsOf, pauseArrears, type Holding } from '../domain/arrears.ts'
import type { Choice, ChosenBy, MailWishes, Mute, SubscriptionChoice } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import { insertArrears, replacePauseArrears } from '../store/arrears.ts'
import { insertChoices, listChoicesOf } from '../store/choices.ts'
import type { Db } from '../store/dialect.ts'
import { listHoldingsOf, withholdWaiting, type KeptHolding } from '../store/holdings.ts'
import { listMailWishesOf } from '../store/listings/mail-wishes.ts'
import { findCanonical } from '../store/subscribers.ts'
import { liftSuppression } from '../store/suppressions.ts'
import { listMutesOf } from '../store/topic-mutes.ts'
import { listAddressesToTell } from '../store/hooks.ts'
import { followMove } from './follow-move.ts'
import { tellHooks } from './tell-hooks.ts'

/** Whose choices, who changes them, and when. */
export type Change = { subscriberId: number; by: ChosenBy; now: Instant }

/** The same for many readers at once. */
export type ManyChanges = Omit<Change, 'subscriberId'> & { subscriberIds: readonly number[] }

/**
 * Changes choices of a reader within a transaction: whatever `change` writes to subscriptions and mutes is kept with its time, what waits
 * for a subscription that ends or pauses is withheld, and what digests owe the reader by the change is written down. Every verb that
 * changes what a reader wants goes through here.
 */
export const changeChoices = <Answer>(tx: Db, { subscriberId, ...who }: Change, change: () => Promise<Answer>): Promise<Answer> =>
  changeChoicesOf(tx, { ...who, subscriberIds: [subscriberId] }, change)

/** Does it for many readers, whom `change` may all touch, with the same few statements. */
export async function changeChoicesOf<Answer>(tx: Db, who: ManyChanges, change: () => Promise<Answer>): Promise<Answer> {
  if (who.subscriberIds.length === 0) return change()
  const before = await stateOf(tx, who)
  const answer = await change()
  const after = await stateOf(tx, who)
  const changed = after.holdings.filter((one) => !isDeepStrictEqual(choiceOf(one), choiceOf(find(before.holdings, one))))
  for (const { subscriberId } of changed.filter((one) => isBack(one, find(before.holdings, one))))
    await comeBack(tx, { ...who, subscriberId })
  if (changed.length > 0) await keepSubscriptions(tx, who, { before: before.holdings, after: after.holdings, changed })
  const others = who.subscriberIds.filter((id) => !isDeepStrictEqual(overallOf(before, id), overallOf(after, id)))
  await insertChoices(
    tx,
    others.map((id) => ({ digestId: null, what: overallOf(after, id), subscriberId: id, by: who.by, at: who.now })),
  )
  return answer
}

const isBack = (one: Holding, was: Holding | undefined): boolean => one.state === 'active' && was?.state === 'ended'

/** Whoever has left everything and comes back, or takes it back, is written to again; no other suppression is lifted by that. */
async function comeBack(tx: Db, { subscriberId, by, now }: Change): Promise<void> {
  const canonical = await findCanonical(tx, subscriberId)
  if (canonical !== undefined) await liftSuppression(tx, { canonical, hashes: [], reasons: ['unsubscribed'], note: 'came back', by }, now)
}

type Changes = { before: KeptHolding[]; after: KeptHolding[]; changed: KeptHolding[] }

async function keepSubscriptions(tx: Db, who: ManyChanges, { before, after, changed }: Changes): Promise<void> {
  const ids = [...new Set(changed.map(({ subscriberId }) => subscriberId))]
  const kept = await listChoicesOf(tx, ids)
  // Whoever came by an import has no history yet: it begins with what held until now.
  const unknown = before.filter((one) => find(changed, one) && !kept.some((was) => isSame(was, one)))
  await insertChoices(tx, [
    ...unknown.map((one) => ({ ...keptOf(one), subscriberId: one.subscriberId, by: 'import' as const, at: one.createdAt })),
    ...changed.map((one) => ({ ...keptOf(one), subscriberId: one.subscriberId, by: who.by, at: who.now })),
  ])
  const from = await withhold(tx, who, { before, changed })
  const ofReader = <Of extends { subscriberId: number }>(all: Of[]): Map<number, Of[]> => Map.groupBy(all, (one) => one.subscriberId)
  const [was, is, histories] = [ofReader(from), ofReader(after), ofReader(kept)]
  const arrears = ids.flatMap((id) => {
    const history = (histories.get(id) ?? []).flatMap((one) => (one.digestId === null ? [] : [one]))
    return arrearsOf(was.get(id) ?? [], is.get(id) ?? [], { history, now: who.now }).map((one) => ({ ...one, subscriberId: id }))
  })
  await insertArrears(tx, arrears, who.now)
  await tellWhoLeft(
    tx,
    who,
    changed.filter((one) => one.state === 'ended' && find(before, one)?.state === 'active'),
  )
  await keepPauses(tx, who.now, { before: from, changed })
  for (const one of changed.filter((each) => hasMoved(each, find(before, each)))) await followMove(tx, { ...who, ...one })
}

async function tellWhoLeft(tx: Db, { by, now }: Pick<ManyChanges, 'by' | 'now'>, left: KeptHolding[]): Promise<void> {
  await tellHooks(tx, left.length > 0 ? ['subscriber.unsubscribed'] : [], async () => {
    const addresses = await listAddressesToTell(tx, [...new Set(left.map(({ subscriberId }) => subscriberId))])
    return left.map(({ subscriberId, digestId }) => ({
      kind: 'subscriber.unsubscribed',
      at: now,
      data: { subscriber: subscriberId, address: addresses.get(subscriberId) ?? null, digest: digestId, by },
    }))
  })
}

const hasMoved = (after: KeptHolding, before: KeptHolding | undefined): boolean =>
  after.state === 'active' && before?.state === 'active' && !isDeepStrictEqual(before.hour, after.hour)

const isSame = (one: { subscriberId: number; digestId: number | null }, other: { subscriberId: number; digestId: number }): boolean =>
  one.subscriberId === other.subscriberId && one.digestId === other.digestId

async function keepPauses(tx: Db, now: Instant, { before, changed }: Omit<Changes, 'after'>): Promise<void> {
  const pausing = changed.filter((one) => !isDeepStrictEqual(find(before, one)?.pause ?? null, one.pause))
  for (const [digestId, ofDigest] of Map.groupBy(pausing, (one) => one.digestId)) {
    const owed = ofDigest.map((one) => ({ subscriberId: one.subscriberId, arrears: pauseArrears(owingOf(find(before, one), one, now)) }))
    await replacePauseArrears(tx, digestId, owed, now)
  }
}

function owingOf(before: KeptHolding | undefined, after: KeptHolding, now: Instant): Holding {
  // Who comes back early is owed at once what was missed so far.
  const pause = after.pause ?? (before?.pause && { ...before.pause, until: Math.min(before.pause.until, now) })
  return { ...after, servedTo: before?.servedTo ?? after.servedTo, pause: pause ?? null }
}

/** Stops what waits for subscriptions that have ended or pause; gives back what was before, with how far back that goes for each. */
async function withhold(tx: Db, { now }: ManyChanges, { before, changed }: Omit<Changes, 'after'>): Promise<KeptHolding[]> {
  const stopped = changed.flatMap((one) => {
    const was = find(before, one)
    const reason = one.state === 'ended' && was?.state === 'active' ? 'unsubscribed' : one.pause && !was?.pause ? 'paused' : undefined
    return reason ? [{ ...one, reason }] : []
  })
  const reached = new Map<string, number>()
  for (const group of Map.groupBy(stopped, ({ digestId, reason }) => `${digestId} ${reason}`).values()) {
    const [{ digestId, reason } = { digestId: 0, reason: '' }] = group
    const subscriberIds = group.map(({ subscriberId }) => subscriberId)
    const found = await withholdWaiting(tx, { subscriberIds, digestId }, { reason, at: now })
    for (const [subscriberId, seq] of found) reached.set(`${subscriberId} ${digestId}`, seq)
  }
  return before.map((one) => ({ ...one, servedTo: Math.min(one.servedTo, reached.get(`${one.subscriberId} ${one.digestId}`) ?? Infinity) }))
}

type State = { holdings: KeptHolding[]; mutes: Map<number, Mute[]>; mails: Map<number, MailWishes> }

async function stateOf(tx: Db, { subscriberIds, now }: ManyChanges): Promise<State> {
  const overall = { mutes: await listMutesOf(tx, subscriberIds, now), mails: await listMailWishesOf(tx, subscriberIds) }
  return { holdings: await listHoldingsOf(tx, subscriberIds), ...overall }
}

/** What holds for all digests of a reader. */
const overallOf = ({ mutes, mails }: State, id: number): { mutes: Mute[]; mails: MailWishes } => ({
  mutes: mutes.get(id) ?? [],
  mails: mails.get(id) ?? { mailsADay: null, joins: null },
})

const find = (holdings: KeptHolding[], of: KeptHolding): KeptHolding | undefined => holdings.find((one) => isSame(one, of))

const keptOf = (one: Holding): Choice => ({ digestId: one.digestId, what: choiceOf(one) })

function choiceOf(of: Holding): SubscriptionChoice
function choiceOf(of: Holding | undefined): SubscriptionChoice | undefined
function choiceOf(of: Holding | undefined): SubscriptionChoice | undefined {
  if (!of) return undefined
  const { state, topicIds, hour, languages, format, pause, quiet, silentNote } = of
  return { state, topicIds, hour, languages, format, pause, quiet, silentNote }
}
