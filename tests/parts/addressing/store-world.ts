import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../src/domain/issue.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { insertBriefing } from '../../../src/store/briefings.ts'
import type { Db, Store } from '../../../src/store/dialect.ts'
import { insertDigest } from '../../../src/store/digests.ts'
import { findIssue, insertIssue, markApproved } from '../../../src/store/issues.ts'
import { ensureSubscriber } from '../../../src/store/subscribers.ts'
import { endSubscription, saveSubscription } from '../../../src/store/subscriptions.ts'
import { insertTopic } from '../../../src/store/topics.ts'
import { briefing, NOON, suppress } from '../../support/world.ts'
import { TOPICS, type RandomReader, type RandomStory, type RandomWorld } from './random-world.ts'

/** A world in the database: its approved issue, the ids of its topics, and of its readers in their order. */
export type StoredWorld = { issue: Issue; topicIds: number[]; subscriberIds: number[] }

/** Writes a world down beside those that are there already. */
export async function storeWorld(store: Store, world: RandomWorld): Promise<StoredWorld> {
  const name = randomUUID()
  return store.db.transaction().execute(async (tx) => {
    const topicIds = await inTurn(Array.from({ length: TOPICS }), async (_, index) => {
      const topic = await insertTopic(tx, { slug: `${name}-${index}`, names: { en: `Topic ${index}` } }, NOON)
      return topic.id
    })
    const digestId = await storeDigest(tx, name, world.zone)
    const stories = await inTurn(world.stories, (story, position) => storeStory(tx, { name, position, story, topicIds }))
    const issueId = await insertIssue(tx, { digestId, number: 1, dueAt: NOON, seqFrom: 0, seqTo: 0, overCap: 0, stories }, NOON)
    await markApproved(tx, issueId, { at: NOON, by: 'test', partsHash: '', releaseAt: world.releaseAt })
    const subscriberIds = await inTurn(world.readers, (reader, index) => storeReader(tx, { name, index, reader, topicIds, digestId }))
    const issue = await findIssue(tx, issueId)
    if (!issue) throw new Error('The issue that was just made is gone')
    return { issue, topicIds, subscriberIds }
  })
}

async function storeDigest(tx: Db, slug: string, zone: string): Promise<number> {
  const limits = { cap: 100, lateLimit: 1, usefulFor: 1, cutUntil: NOON }
  const schedule = { zone, minute: 0, weekdays: EVERY_DAY }
  const { id } = await insertDigest(tx, { slug, names: { en: slug }, schedule, approval: 'auto', topicIds: [], ...limits }, NOON)
  return id
}

async function storeStory(
  tx: Db,
  { name, position, story, topicIds }: { name: string; position: number; story: RandomStory; topicIds: number[] },
) {
  const key = `${name}-${position}`
  const ids = idsOf(story.topics, topicIds)
  const content = { ...briefing({ key }), language: story.language }
  const stored = { source: 'tests', key, slug: key, priority: 0, content, contentHash: key, topicIds: ids }
  return { position, briefingId: await insertBriefing(tx, stored, NOON), revision: 1, topicIds: ids }
}

type ReaderOf = { name: string; index: number; reader: RandomReader; topicIds: number[]; digestId: number }

async function storeReader(tx: Db, { name, index, reader, topicIds, digestId }: ReaderOf): Promise<number> {
  const address = `reader${index}@${name}.example`
  const subscriberId = await ensureSubscriber(tx, { address, canonical: address, name: '' }, NOON)
  const { hour, languages, format } = reader
  const choices = { hour, languages, format, topicIds: idsOf(reader.topics, topicIds) }
  const id = await saveSubscription(tx, { subscriberId, digestId }, choices, NOON)
  if (reader.hasEnded) await endSubscription(tx, id, { at: NOON, by: 'page' })
  if (reader.isSuppressed) await suppress(tx, address, 'hard')
  return subscriberId
}

const idsOf = (topics: number[], topicIds: number[]): number[] => topics.map((topic) => topicIds[topic] ?? 0)

async function inTurn<Item, Answer>(items: Item[], run: (item: Item, index: number) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const [index, item] of items.entries()) answers.push(await run(item, index))
  return answers
}
