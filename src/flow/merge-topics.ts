import type { Choice, SubscriptionChoice } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import { mergedMute, type HeardTopic } from '../domain/merged-mute.ts'
import type { Topic } from '../domain/topic.ts'
import { lineageOf, treeOf } from '../domain/topic-tree.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { insertKeptChoices } from '../store/choices.ts'
import { markPagesChanged } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { listFollowing, type FollowingSubscription } from '../store/merge-history.ts'
import { listMutesOf, listMutesOfEither, replaceMutes, type MuteOfEither } from '../store/merge-mutes.ts'
import { listFiledUnder, refile } from '../store/merge-revisions.ts'
import { carryOver, countMerge, listIssuesBetween, mergedIds, type Merge, type MergeCounts } from '../store/merge-topics.ts'
import { changeTopic, findTopic, listTopics } from '../store/topics.ts'
import { hashRevision } from './hash-revision.ts'

type Named = { from: string; into: string }

export type MergePlan = {
  from: Topic
  into: Topic
  counts: MergeCounts
  /** Topics that hold the first one and not the second: who follows only these gets its stories no more. */
  widerLost: Topic[]
}

export type MergeRefused =
  | { ok: false; reason: 'unknown' | 'same' | 'circle' }
  | { ok: false; reason: 'issue-between'; issues: { id: number; digest: string; number: number }[] }

/** What merging one topic into another would do. It cannot be undone, so it is looked at first. */
export async function planMerge(db: Db, { from, into }: Named): Promise<({ ok: true } & MergePlan) | MergeRefused> {
  const [one, other] = [await findTopic(db, from), await findTopic(db, into)]
  if (!one || !other) return { ok: false, reason: 'unknown' }
  if (one.id === other.id) return { ok: false, reason: 'same' }
  const topics = await listTopics(db)
  const tree = treeOf(topics)
  // Everything that is part of the first becomes part of the second, which must then not be below it.
  const between = lineageOf(tree, other.id).indexOf(one.id)
  if (between > 1) return { ok: false, reason: 'circle' }
  const lost = lineageOf(tree, one.id)
    .slice(1)
    .filter((id) => !lineageOf(tree, other.id).includes(id) && between < 0)
  const counts = await countMerge(db, { from: one.id, into: other.id })
  return { ok: true, from: one, into: other, counts, widerLost: topics.filter(({ id }) => lost.includes(id)) }
}

/**
 * Merges one topic into another: whoever follows, mutes or is owed something of the first has the second afterwards, briefings and digests
 * move, and every way that led to the first leads there. What was sent already keeps the first one's name.
 */
export async function mergeTopics(store: Store, named: Named, by: Actor, now: Instant): Promise<({ ok: true } & MergePlan) | MergeRefused> {
  return store.db.transaction().execute(async (tx) => {
    const issues = await listIssuesBetween(tx)
    if (issues.length > 0) return { ok: false, reason: 'issue-between', issues }
    const plan = await planMerge(tx, named)
    if (!plan.ok) return plan
    const merge = { from: plan.from.id, into: plan.into.id }
    await refileBriefings(tx, merge)
    await carryMutes(tx, merge, now)
    await keepHistory(tx, merge, now)
    await carryOver(store, tx, merge)
    await joinNames(tx, plan)
    await writeDeed(
      tx,
      by,
      {
        action: 'topic.merge',
        subject: `topic:${plan.from.slug}`,
        before: plan.from.names,
        after: { into: plan.into.slug, ...plan.counts },
      },
      now,
    )
    await markPagesChanged(tx, now)
    return plan
  })
}

async function joinNames(tx: Db, { from, into }: MergePlan): Promise<void> {
  const own = [into.slug, ...Object.values(into.names)]
  const formerly = [...new Set([...into.formerly, from.slug, ...Object.values(from.names), ...from.formerly])].filter(
    (word) => !own.includes(word),
  )
  for (const child of await listTopics(tx)) {
    if (child.parentId === from.id && child.id !== into.id) await changeTopic(tx, child.id, { parentId: into.id })
  }
  await changeTopic(tx, into.id, { formerly, ...(into.parentId === from.id && { parentId: from.parentId }) })
}

const AT_ONCE = 1000

const REVISIONS_AT_ONCE = 100

/** What a briefing is known again by holds its topics: it must not look changed when its source delivers it again. */
async function refileBriefings(tx: Db, merge: Merge): Promise<void> {
  let behind = { briefingId: 0, number: 0 }
  for (let count = REVISIONS_AT_ONCE; count === REVISIONS_AT_ONCE;) {
    const found = await listFiledUnder(tx, merge.from, { behind, limit: REVISIONS_AT_ONCE })
    const refiled = found.map(({ briefingId, number, content, filing, ...told }) => {
      const moved = { ...filing, topicIds: mergedIds(filing.topicIds, merge) }
      return { briefingId, number, filing: moved, hash: hashRevision(content, moved, told) }
    })
    await refile(tx, refiled)
    count = found.length
    behind = found.at(-1) ?? behind
  }
}

/** Writes down what every reader has chosen from now on; where nothing was written yet, also what held until now. */
async function keepHistory(tx: Db, merge: Merge, now: Instant): Promise<void> {
  for (let after = 0, count = AT_ONCE; count === AT_ONCE;) {
    const found = await listFollowing(tx, merge.from, { after, limit: AT_ONCE })
    const before = found.filter(({ hasHistory }) => !hasHistory)
    await insertKeptChoices(tx, [
      ...before.map((one) => keptOf(one, { at: one.createdAt, by: 'import', topicIds: one.topicIds })),
      ...found.map((one) => keptOf(one, { at: now, by: 'program', topicIds: mergedIds(one.topicIds, merge) })),
    ])
    count = found.length
    after = found.at(-1)?.id ?? after
  }
}

type Kept = { at: Instant; by: 'import' | 'program'; topicIds: number[] }

function keptOf(one: FollowingSubscription, { at, by, topicIds }: Kept) {
  const { subscriberId, digestId, state, hour, languages, format, pausedUntil, onReturn, quiet, silentNote } = one
  const pause = pausedUntil === null ? null : { until: pausedUntil, onReturn }
  const what: SubscriptionChoice = { state, topicIds, hour, languages, format, pause, quiet, silentNote }
  const choice: Choice = { digestId, what }
  return { subscriberId, at, by, choice }
}

async function carryMutes(tx: Db, merge: Merge, now: Instant): Promise<void> {
  const mutes = (await listMutesOfEither(tx, merge)).filter(({ until }) => until === null || until > now)
  const readers = Map.groupBy(mutes, ({ subscriberId }) => subscriberId)
  const left = [...readers].flatMap(([subscriberId, own]) => {
    const until = mergedMute(heard(own, merge.from), heard(own, merge.into))
    return until === undefined ? [] : [{ subscriberId, until }]
  })
  await replaceMutes(tx, merge, left, now)
  const ids = [...readers.keys()]
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE)
    const known = await listMutesOf(tx, some, now)
    const kept = some.map((subscriberId) => ({
      ...{ subscriberId, at: now, by: 'program' as const },
      choice: { digestId: null, what: { mutes: known.get(subscriberId) ?? [] } },
    }))
    await insertKeptChoices(tx, kept)
  }
}

/** What one reader has to do with one of the two topics, told by the mutes that this reader has of either. */
function heard(own: MuteOfEither[], topicId: number): HeardTopic {
  const mute = own.find((one) => one.topicId === topicId)
  const other = own.find((one) => one.topicId !== topicId)
  return { isFollowed: mute?.isFollowed ?? other?.followsOther ?? false, mutedUntil: mute?.until }
}
