import { saying } from '../domain/saying.ts'
import type { BriefingContent, BriefingDraft, Problem } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import { isCalled, type Topic } from '../domain/topic.ts'
import {
  findBriefing,
  findTeller,
  insertBriefing,
  publishBriefing,
  reviseBriefing,
  type KnownBriefing,
  type NewBriefing,
} from '../store/briefings.ts'
import { markPagesChanged, nextPublishSeq } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { listTopics } from '../store/topics.ts'
import { briefingSlug } from './briefing-slug.ts'
import { hashRevision } from './hash-revision.ts'
import { makeSearchable } from './make-searchable.ts'

type Delivered = {
  draft: BriefingDraft
  /** Where it comes from; its key is unique within it. */
  source: string
  /** Topics by slug that take the place of those the briefing names. */
  topics?: string[]
  /** Keep it back: it is not published, so no issue takes it. */
  asDraft: boolean
}

export type Accepted = { ok: true; id: number; verdict: 'new' | 'revised' | 'published' | 'unchanged' } | { ok: false; problems: Problem[] }

/**
 * Takes a briefing in, once: the same source and key is the same briefing, what it says now is its next revision, and the same again
 * changes nothing. A draft is published when it comes again as more than a draft.
 */
export async function acceptBriefing(store: Store, delivered: Delivered, now: Instant): Promise<Accepted> {
  const told = await findTold(store.db, delivered)
  if (!told.ok) return told
  const wanted = delivered.topics ?? delivered.draft.topics
  // A correction stands where the story stood that it corrects, unless it says otherwise.
  const topics =
    wanted.length === 0 && told.topicIds.length > 0
      ? { ok: true as const, ids: told.topicIds }
      : findTopics(await listTopics(store.db), wanted)
  if (!topics.ok) return topics
  const briefing = newBriefingOf(delivered, { ...told, topicIds: topics.ids })
  return store.db.transaction().execute(async (tx) => {
    const known = await findBriefing(tx, briefing.source, briefing.key)
    const stored = known ? await updateKnown(tx, known, briefing, now) : await insertNew(tx, briefing, now)
    const isPublishing = !delivered.asDraft && (stored.state === 'draft' || stored.state === 'review')
    if (isPublishing)
      await publishBriefing(tx, stored.id, { seq: await nextPublishSeq(tx), at: Math.min(delivered.draft.publishedAt ?? now, now) })
    const verdict = isPublishing && stored.verdict === 'unchanged' ? 'published' : stored.verdict
    if (verdict !== 'unchanged') await markPagesChanged(tx, now)
    return { ok: true, id: stored.id, verdict }
  })
}

type StoredAs = { id: number; state: KnownBriefing['state']; verdict: 'new' | 'revised' | 'unchanged' }

async function insertNew(tx: Db, briefing: NewBriefing, now: Instant): Promise<StoredAs> {
  const id = await insertBriefing(tx, briefing, now)
  await makeSearchable(tx, { briefingId: id, revision: 1, content: briefing.content })
  return { id, state: 'draft', verdict: 'new' }
}

async function updateKnown(tx: Db, known: KnownBriefing, briefing: NewBriefing, now: Instant): Promise<StoredAs> {
  const { id, state } = known
  if (known.contentHash === briefing.contentHash) return { id, state, verdict: 'unchanged' }
  await reviseBriefing(tx, known, briefing, now)
  await makeSearchable(tx, { briefingId: id, revision: known.revision + 1, content: briefing.content })
  return { id, state, verdict: 'revised' }
}

type Told = { storyId: number | null; correctsId: number | null; topicIds: number[] }

/** The story that a briefing tells in another language, or corrects. */
async function findTold(db: Db, { draft, source }: Delivered): Promise<({ ok: true } & Told) | { ok: false; problems: Problem[] }> {
  const { translationOf, corrects, key } = draft
  const unknown = (field: string, other: string): Problem => ({
    line: 1,
    message: saying('refusals.told-unknown', { field, name: other, source }),
  })
  const original = translationOf === undefined ? undefined : await findTeller(db, source, translationOf)
  const corrected = corrects === undefined ? undefined : await findTeller(db, source, corrects)
  const problems = [
    ...(translationOf !== undefined && (!original || translationOf === key) ? [unknown('translation-of', translationOf)] : []),
    ...(corrects !== undefined && (!corrected || corrects === key) ? [unknown('corrects', corrects)] : []),
  ]
  if (problems.length > 0) return { ok: false, problems }
  const topicIds = corrected?.topicIds ?? original?.topicIds ?? []
  return { ok: true, storyId: original?.storyId ?? null, correctsId: corrected?.id ?? null, topicIds }
}

/** A topic is meant by its slug or by any of its names. */
function findTopics(known: Topic[], wanted: string[]): { ok: true; ids: number[] } | { ok: false; problems: Problem[] } {
  const found = wanted.map((name) => known.find((topic) => isCalled(topic, name)))
  const unknown = wanted.filter((_, index) => !found[index])
  const ids = [...new Set(found.flatMap((topic) => (topic ? [topic.id] : [])))]
  if (unknown.length === 0 && ids.length > 0) return { ok: true, ids }
  const there = known.map((topic) => topic.slug).join(', ') || saying('refusals.none-yet')
  const messages = unknown.map((name) => saying('refusals.topic-unknown-of', { name, there }))
  if (messages.length === 0) messages.push(saying('refusals.topic-none', { there }))
  return { ok: false, problems: messages.map((message) => ({ line: 1, message })) }
}

function newBriefingOf({ draft, source }: Delivered, { topicIds, storyId, correctsId }: Told): NewBriefing {
  const content = contentOf(draft)
  const { key, priority, isPinned = false } = draft
  const contentHash = hashRevision(content, { topicIds, priority, isPinned }, { storyId, correctsId })
  return {
    source,
    key,
    slug: briefingSlug(content.title, `${source}\n${key}`),
    priority,
    content,
    contentHash,
    topicIds,
    isPinned,
    storyId,
    correctsId,
  }
}

function contentOf({
  headline,
  kicker,
  title,
  standfirst,
  language,
  body,
  keyPoints,
  sources,
  sourceCount,
  updatedOn,
}: BriefingDraft): BriefingContent {
  const content = { headline, kicker, title, standfirst, language, body, keyPoints, sources, sourceCount }
  return updatedOn === undefined ? content : { ...content, updatedOn }
}
