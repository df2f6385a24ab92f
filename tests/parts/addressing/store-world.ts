import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../src/domain/issue.ts'
import { positionsOf } from '../../../src/domain/positions.ts'
import { treeOf, widerTopics } from '../../../src/domain/topic-tree.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { insertBriefing, publishBriefing } from '../../../src/store/briefings.ts'
import { getPublishSeq, nextPublishSeq } from '../../../src/store/counters.ts'
import type { Db, Store } from '../../../src/store/dialect.ts'
import { insertDigest } from '../../../src/store/digests.ts'
import { findIssue, insertIssue, markApproved } from '../../../src/store/issues.ts'
import { insertTopic } from '../../../src/store/topics.ts'
import { briefing, NOON } from '../../support/world.ts'
import { heldBefore, heldHere, lagOf, mutesOf, numberOf, OWN_NUMBER, storyOf, topicsHere } from './plain-rule.ts'
import type { RandomReader, RandomWorld } from './random-world.ts'

/** A world in the database: its approved issue, the ids of its topics, and of its readers in their order. */
export type StoredWorld = { issue: Issue; topicIds: number[]; subscriberIds: number[] }

/** Writes a world down beside those that are there already. */
export async function storeWorld(store: Store, world: RandomWorld): Promise<StoredWorld> {
  const name = randomUUID()
  return store.db.transaction().execute(async (tx) => {
    const topicIds = await storeTopics(tx, name, world)
    const seqBefore = await getPublishSeq(tx)
    const briefingIds = await storePool(tx, name, { world, topicIds })
    const own = await storeDigest(tx, name, world)
    const other = await storeDigest(tx, `${name}-other`, world)
    const all: Stored = { name, world, topicIds, briefingIds, seqBefore, digestId: own }
    const pastIds = await inTurn(world.past, (_, which) => storePast(tx, all, { which, digestId: world.past[which]?.isOwn ? own : other }))
    const issueId = await storeIssue(tx, all)
    const subscriberIds = await storeReaders(tx, { ...all, pastIds })
    const issue = await findIssue(tx, issueId)
    if (!issue) throw new Error('The issue that was just made is gone')
    return { issue, topicIds, subscriberIds }
  })
}

type Stored = { name: string; world: RandomWorld; topicIds: number[]; briefingIds: number[]; seqBefore: number; digestId: number }

async function storeTopics(tx: Db, name: string, { parents }: RandomWorld): Promise<number[]> {
  const ids: number[] = []
  for (const [index, parent] of parents.entries()) {
    const parentId = parent === null ? undefined : ids[parent]
    const topic = { slug: `${name}-${index}`, names: { en: `Topic ${index}` }, ...(parentId !== undefined && { parentId }) }
    ids.push((await insertTopic(tx, topic, NOON)).id)
  }
  return ids
}

async function storePool(tx: Db, name: string, { world, topicIds }: Pick<Stored, 'world' | 'topicIds'>): Promise<number[]> {
  const ids: number[] = []
  for (const [index, { topics, language, versionOf, corrects }] of world.pool.entries()) {
    const key = `${name}-${index}`
    const content = { ...briefing({ key }), language }
    const storyId = versionOf === null ? null : (ids[storyOf(world, index)] ?? null)
    const correctsId = corrects === null ? null : (ids[corrects] ?? null)
    const told = { source: 'tests', key, slug: key, priority: 0, content, contentHash: key, topicIds: idsOf(topics, topicIds) }
    const id = await insertBriefing(tx, { ...told, storyId, correctsId }, NOON)
    await publishBriefing(tx, id, { seq: await nextPublishSeq(tx), at: NOON })
    ids.push(id)
  }
  return ids
}

async function storeDigest(tx: Db, slug: string, { zone, rules }: RandomWorld): Promise<number> {
  const limits = { ...rules, lateLimit: 1, usefulFor: 1, cutUntil: NOON }
  const schedule = { zone, minute: 0, weekdays: EVERY_DAY }
  const { id } = await insertDigest(tx, { slug, names: { en: slug }, schedule, approval: 'auto', topicIds: [], ...limits }, NOON)
  return id
}

async function storePast(tx: Db, { world, topicIds, briefingIds }: Stored, of: { which: number; digestId: number }): Promise<number> {
  const stories = heldBefore(world, of.which).map(({ index, position }) => ({
    ...{ position, briefingId: briefingIds[index] ?? 0, revision: 1 },
    topicIds: idsOf(world.pool[index]?.topics ?? [], topicIds),
  }))
  const number = numberOf(of.which)
  const issue = { digestId: of.digestId, number, dueAt: world.releaseAt - OWN_NUMBER + number, seqFrom: 0, seqTo: 0, overCap: 0, stories }
  const id = await insertIssue(tx, issue, NOON)
  if (world.past[of.which]?.isAddressed) await tx.updateTable('issues').set({ state: 'addressed' }).where('id', '=', id).execute()
  return id
}

async function storeIssue(tx: Db, { world, topicIds, briefingIds, seqBefore, digestId }: Stored): Promise<number> {
  const tree = treeOf(topicIds.map((id, own) => ({ id, parentId: topicIds[world.parents[own] ?? -1] ?? null })))
  const stories = heldHere(world).map((index, position) => {
    const own = idsOf(topicsHere(world, index), topicIds)
    const isPinned = world.pool[index]?.isPinned ?? false
    return { position, briefingId: briefingIds[index] ?? 0, revision: 1, topicIds: own, widerIds: widerTopics(tree, own), isPinned }
  })
  const window = { seqFrom: seqBefore + world.seqFrom, seqTo: seqBefore + world.pool.length }
  const issueId = await insertIssue(tx, { digestId, number: OWN_NUMBER, dueAt: world.releaseAt, ...window, overCap: 0, stories }, NOON)
  await markApproved(tx, issueId, { at: NOON, by: 'test', partsHash: '', releaseAt: world.releaseAt })
  return issueId
}

/** All readers at once: a statement for each would take most of the time of a test. */
async function storeReaders(tx: Db, all: Stored & { pastIds: number[] }): Promise<number[]> {
  const { name, world, digestId } = all
  if (world.readers.length === 0) return []
  const addresses = world.readers.map((_, index) => `reader${index}@${name}.example`)
  const people = addresses.map((address) => ({ address, canonical: address, name: '', created_at: NOON }))
  const ids = (await tx.insertInto('subscribers').values(people).returning(['id']).execute()).map(({ id }) => id).sort((a, b) => a - b)
  const hours = await idsByValue(
    tx,
    'reader_hours',
    world.readers.map(({ hour }) => hour),
  )
  const lists = await idsByValue(
    tx,
    'language_lists',
    world.readers.map(({ languages }) => ({ languages: languages.join(',') })),
  )
  const wishes = world.readers.map((reader, index) => ({
    ...{ digest_id: digestId, subscriber_id: ids[index] ?? 0, hour_id: hours[index] ?? 0, language_list_id: lists[index] ?? 0 },
    ...{ state: reader.hasEnded ? ('ended' as const) : ('active' as const), format: reader.format, created_at: NOON },
    topics: idsOf(reader.topics, all.topicIds).join(','),
    paused_until: reader.pausedUntil === null ? null : world.releaseAt + reader.pausedUntil,
  }))
  await tx.insertInto('subscriptions').values(wishes).execute()
  const suppressed = addresses.filter((_, index) => world.readers[index]?.isSuppressed)
  const rows = suppressed.map((canonical) => ({ canonical, reason: 'hard' as const, note: '', added_by: 'test', created_at: NOON }))
  if (rows.length > 0) await tx.insertInto('suppressions').values(rows).execute()
  await storeServed(tx, all, hours)
  await storePasts(tx, all, ids)
  return ids
}

async function storeServed(tx: Db, { world, digestId, seqBefore }: Stored, hours: number[]): Promise<void> {
  const lagging = world.readers.flatMap((reader, index) => {
    const lag = lagOf(reader, world)
    return lag === null ? [] : [[hours[index] ?? 0, seqBefore + world.seqFrom - lag] as const]
  })
  const rows = [...new Map(lagging)].map(([hour_id, seq]) => ({ digest_id: digestId, hour_id, seq }))
  if (rows.length > 0) await tx.insertInto('hours_served').values(rows).execute()
}

async function storePasts(tx: Db, all: Stored & { pastIds: number[] }, ids: number[]): Promise<void> {
  const { world, topicIds, digestId, seqBefore } = all
  const each = <Row>(rowsOf: (reader: RandomReader, subscriberId: number) => Row[]): Row[] =>
    world.readers.flatMap((reader, index) => rowsOf(reader, ids[index] ?? 0))
  const mutes = each((reader, subscriber_id) =>
    mutesOf(reader).map(({ topic, until }) => ({
      ...{ subscriber_id, topic_id: topicIds[topic] ?? 0, since: NOON },
      until: until === null ? null : world.releaseAt + until,
    })),
  )
  const arrears = each(({ arrears }, subscriber_id) =>
    arrears.map(({ topic, from, to, most }) => ({
      ...{
        subscriber_id,
        digest_id: digestId,
        topic_id: topic === null ? null : (topicIds[topic] ?? 0),
        most,
        from_at: NOON,
        made_at: NOON - 1,
      },
      ...{ seq_from: seqBefore + from, seq_to: to === null ? null : seqBefore + to, issue_id: null },
    })),
  )
  const deliveries = each((reader, subscriber_id) =>
    all.pastIds.flatMap((issue_id, which) => {
      const delivery = world.past[which]?.isAddressed ? reader.deliveries[which] : null
      if (!delivery) return []
      const held = heldBefore(world, which)
      const [given, more] = [delivery.holds, delivery.leavesOver].map((chosen) =>
        positionsOf(held.filter(({ index }) => chosen[index]).map(({ position }) => position)),
      )
      return [
        {
          ...{ issue_id, subscriber_id, state: delivery.state as 'queued', due_at: NOON, next_at: NOON, topics: '1', language: 'en' },
          ...{ format: 'html' as const, attempts: 0, reason: delivery.isLate ? 'too late to be useful; and so on' : 'unsubscribed' },
          ...{ low: given?.low ?? 0, high: given?.high ?? 0, more_low: more?.low ?? 0, more_high: more?.high ?? 0 },
        },
      ]
    }),
  )
  if (mutes.length > 0) await tx.insertInto('topic_mutes').values(mutes).execute()
  if (arrears.length > 0) await tx.insertInto('arrears').values(arrears).execute()
  if (deliveries.length > 0) await tx.insertInto('deliveries').values(deliveries).execute()
}

type Shared = { reader_hours: RandomReader['hour']; language_lists: { languages: string } }

/** The ids of rows that are stored once for each value. */
async function idsByValue<Table extends keyof Shared>(tx: Db, table: Table, values: Shared[Table][]): Promise<number[]> {
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
  await tx
    .insertInto(table as 'reader_hours')
    .values(distinct as Shared['reader_hours'][])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rows = await tx
    .selectFrom(table as 'reader_hours')
    .selectAll()
    .execute()
  const keyOf = (row: object): string =>
    JSON.stringify(
      Object.entries(row)
        .filter(([name]) => name !== 'id')
        .sort(),
    )
  const known = new Map(rows.map((row) => [keyOf(row), row.id]))
  return values.map((value) => known.get(keyOf(value)) ?? 0)
}

const idsOf = (topics: number[], topicIds: number[]): number[] => topics.map((topic) => topicIds[topic] ?? 0)

async function inTurn<Item, Answer>(items: Item[], run: (item: Item, index: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const [index, item] of items.entries()) answers.push(await run(item, index))
  return answers
}
