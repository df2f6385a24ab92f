import { isDeepStrictEqual } from 'node:util'
import { arrearsOf, pauseArrears, type Holding } from '../domain/arrears.ts'
import type { Choice, ChosenBy, MailWishes, Mute, SubscriptionChoice } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import { insertArrears, replacePauseArrears } from '../store/arrears.ts'
import { insertChoices, listChoices } from '../store/choices.ts'
import type { Db } from '../store/dialect.ts'
import { listHoldings, withholdWaiting } from '../store/holdings.ts'
import { findMailWishes } from '../store/listings/mail-wishes.ts'
import { findCanonical } from '../store/subscribers.ts'
import { liftSuppression } from '../store/suppressions.ts'
import { listMutes } from '../store/topic-mutes.ts'
import { followMove } from './follow-move.ts'

/** Whose choices, who changes them, and when. */
export type Change = { subscriberId: number; by: ChosenBy; now: Instant }

/**
 * Changes choices of a reader within a transaction: whatever `change` writes to subscriptions and mutes is kept with its time, what waits
 * for a subscription that ends or pauses is withheld, and what digests owe the reader by the change is written down. Every verb that
 * changes what a reader wants goes through here.
 */
export async function changeChoices<Answer>(tx: Db, who: Change, change: () => Promise<Answer>): Promise<Answer> {
  const before = await stateOf(tx, who)
  const answer = await change()
  const after = await stateOf(tx, who)
  const changed = after.holdings.filter((one) => !isDeepStrictEqual(choiceOf(one), choiceOf(find(before.holdings, one))))
  if (changed.some((one) => isBack(one, find(before.holdings, one)))) await comeBack(tx, who)
  if (changed.length > 0) await keepSubscriptions(tx, who, { before: before.holdings, after: after.holdings, changed })
  if (!isDeepStrictEqual(before.overall, after.overall))
    await insertChoices(tx, { ...who, at: who.now }, [{ digestId: null, what: after.overall }])
  return answer
}

const isBack = (one: Holding, was: Holding | undefined): boolean => one.state === 'active' && was?.state === 'ended'

/** Whoever has left everything and comes back, or takes it back, is written to again; no other suppression is lifted by that. */
async function comeBack(tx: Db, { subscriberId, by, now }: Change): Promise<void> {
  const canonical = await findCanonical(tx, subscriberId)
  if (canonical !== undefined) await liftSuppression(tx, { canonical, hashes: [], reasons: ['unsubscribed'], note: 'came back', by }, now)
}

type Kept = Holding & { createdAt: Instant }
type Changes = { before: Kept[]; after: Kept[]; changed: Kept[] }

async function keepSubscriptions(tx: Db, who: Change, { before, after, changed }: Changes): Promise<void> {
  const history = (await listChoices(tx, who.subscriberId)).flatMap((one) => (one.digestId === null ? [] : [one]))
  // Whoever came by an import has no history yet: it begins with what held until now.
  const unknown = before.filter((one) => find(changed, one) && !history.some(({ digestId }) => digestId === one.digestId))
  for (const one of unknown) await insertChoices(tx, { ...who, by: 'import', at: one.createdAt }, [keptOf(one)])
  await insertChoices(tx, { ...who, at: who.now }, changed.map(keptOf))
  const reached = await withhold(tx, who, { before, changed })
  const from = before.map((one) => ({ ...one, servedTo: Math.min(one.servedTo, reached.get(one.digestId) ?? Infinity) }))
  await insertArrears(tx, who.subscriberId, arrearsOf(from, after, { history, now: who.now }), who.now)
  for (const one of changed) await keepPause(tx, who, { before: find(from, one), after: one })
  for (const one of changed.filter((each) => hasMoved(each, find(before, each)))) await followMove(tx, { ...who, ...one })
}

async function keepPause(
  tx: Db,
  { subscriberId, now }: Change,
  { before, after }: { before: Kept | undefined; after: Kept },
): Promise<void> {
  if (isDeepStrictEqual(before?.pause ?? null, after.pause)) return
  // Who comes back early is owed at once what was missed so far.
  const pause = after.pause ?? (before?.pause && { ...before.pause, until: Math.min(before.pause.until, now) })
  const owing = { ...after, servedTo: before?.servedTo ?? after.servedTo, pause: pause ?? null }
  await replacePauseArrears(tx, { subscriberId, digestId: after.digestId }, pauseArrears(owing), now)
}

/** Stops what waits for subscriptions that have ended or pause, and says how far back that goes for each. */
async function withhold(tx: Db, { subscriberId, now }: Change, { before, changed }: Omit<Changes, 'after'>): Promise<Map<number, number>> {
  const reached = new Map<number, number>()
  for (const one of changed) {
    const was = find(before, one)
    const reason = one.state === 'ended' && was?.state === 'active' ? 'unsubscribed' : one.pause && !was?.pause ? 'paused' : undefined
    const seq = reason && (await withholdWaiting(tx, { subscriberId, digestId: one.digestId }, { reason, at: now }))
    if (seq !== undefined) reached.set(one.digestId, seq)
  }
  return reached
}

type Overall = { mutes: Mute[]; mails: MailWishes }

async function stateOf(tx: Db, { subscriberId, now }: Change): Promise<{ holdings: Kept[]; overall: Overall }> {
  const overall = { mutes: await listMutes(tx, subscriberId, now), mails: await findMailWishes(tx, subscriberId) }
  return { holdings: await listHoldings(tx, subscriberId), overall }
}

const hasMoved = (after: Kept, before: Kept | undefined): boolean =>
  after.state === 'active' && before?.state === 'active' && !isDeepStrictEqual(before.hour, after.hour)

const find = (holdings: Kept[], { digestId }: Holding): Kept | undefined => holdings.find((one) => one.digestId === digestId)

const keptOf = (one: Holding): Choice => ({ digestId: one.digestId, what: choiceOf(one) })

function choiceOf(of: Holding): SubscriptionChoice
function choiceOf(of: Holding | undefined): SubscriptionChoice | undefined
function choiceOf(of: Holding | undefined): SubscriptionChoice | undefined {
  if (!of) return undefined
  const { state, topicIds, hour, languages, format, pause, quiet, silentNote } = of
  return { state, topicIds, hour, languages, format, pause, quiet, silentNote }
}
