import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStory } from '../domain/issue.ts'
import { positionsOf } from '../domain/positions.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

export type NewIssue = {
  digestId: number
  number: number
  dueAt: Instant
  seqFrom: number
  seqTo: number
  /** Without it: as far as its window. */
  reachSeq?: number
  overCap: number
  stories: IssueStory[]
  /** Of a rolling digest: readers whose hour comes from then on are served by it. */
  fromAt?: Instant | null
  correctsId?: number
}

export type CutVerdict = Row<'cuts'>['verdict']

export async function findIssue(db: Db, id: number): Promise<Issue | undefined> {
  const row = await db.selectFrom('issues').selectAll().where('id', '=', id).executeTakeFirst()
  return row && issueOf(row)
}

/** The last one of its schedule: corrections and what was skipped left out. */
export async function findLatestIssue(db: Db, digestId: number): Promise<Issue | undefined> {
  const row = await db
    .selectFrom('issues')
    .selectAll()
    .where('digest_id', '=', digestId)
    .where('corrects_id', 'is', null)
    .where('state', '<>', 'skipped')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && issueOf(row)
}

export async function listIssuesIn(db: Db, state: Issue['state']): Promise<Issue[]> {
  const rows = await db.selectFrom('issues').selectAll().where('state', '=', state).orderBy('id').execute()
  return rows.map(issueOf)
}

/** The stories in their order, each with the topics that it had when the issue was composed. */
export async function listIssueStories(db: Db, issueId: number): Promise<IssueStory[]> {
  const stories = await db.selectFrom('issue_stories').selectAll().where('issue_id', '=', issueId).orderBy('position').execute()
  const rows = await db
    .selectFrom('issue_story_topics')
    .select(['position', 'topic_id', 'distance'])
    .where('issue_id', '=', issueId)
    .orderBy('distance')
    .orderBy('topic_id')
    .execute()
  const topics = Map.groupBy(rows, (row) => row.position)
  const idsAt = (position: number, isOwn: boolean): number[] =>
    (topics.get(position) ?? []).filter(({ distance }) => (distance === 0) === isOwn).map((row) => row.topic_id)
  return stories.map(({ position, briefing_id, revision, pinned }) => ({
    position,
    briefingId: briefing_id,
    revision,
    topicIds: idsAt(position, true),
    widerIds: idsAt(position, false),
    isPinned: pinned > 0,
  }))
}

export async function insertIssue(tx: Db, issue: NewIssue, now: Instant): Promise<number> {
  const { id } = await tx
    .insertInto('issues')
    .values({
      digest_id: issue.digestId,
      number: issue.number,
      due_at: issue.dueAt,
      state: 'draft',
      seq_from: issue.seqFrom,
      seq_to: issue.seqTo,
      reach_seq: issue.reachSeq ?? issue.seqFrom,
      over_cap: issue.overCap,
      composed_at: now,
      from_at: issue.fromAt ?? null,
      corrects_id: issue.correctsId ?? null,
      waits_for_yes: issue.correctsId === undefined ? 0 : 1,
      approved_at: null,
      approved_by: null,
      parts_hash: null,
      release_at: null,
      addressed_through: 0,
      addressed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (issue.stories.length > 0) await insertStories(tx, id, issue.stories)
  return id
}

/** Gives a draft other stories, or another order. */
export async function replaceStories(tx: Db, issueId: number, stories: IssueStory[]): Promise<void> {
  await tx.deleteFrom('issue_story_topics').where('issue_id', '=', issueId).execute()
  await tx.deleteFrom('issue_stories').where('issue_id', '=', issueId).execute()
  await insertStories(tx, issueId, stories)
}

async function insertStories(tx: Db, issueId: number, stories: IssueStory[]): Promise<void> {
  const rows = stories.map(({ position, briefingId, revision, isPinned = false }) => ({
    issue_id: issueId,
    position,
    briefing_id: briefingId,
    revision,
    pinned: isPinned ? 1 : 0,
  }))
  await tx.insertInto('issue_stories').values(rows).execute()
  const topics = stories.flatMap(({ position, topicIds, widerIds = [] }) =>
    [...topicIds.map((topicId) => ({ topicId, distance: 0 })), ...widerIds.map((topicId, index) => ({ topicId, distance: index + 1 }))].map(
      ({ topicId, distance }) => ({ issue_id: issueId, topic_id: topicId, position, distance, ...positionsOf([position]) }),
    ),
  )
  await tx.insertInto('issue_story_topics').values(topics).execute()
}

/** draft → approved, once: the first caller is told true. */
export async function markApproved(
  tx: Db,
  id: number,
  approval: { at: Instant; by: string; partsHash: string; releaseAt: Instant },
): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({
      state: 'approved',
      approved_at: approval.at,
      approved_by: approval.by,
      parts_hash: approval.partsHash,
      release_at: approval.releaseAt,
    })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Lets the next printing go out from now on, if the issue is held and nobody else was first. */
export async function markPrinted(tx: Db, { id, printing }: Pick<Issue, 'id' | 'printing'>, partsHash: string): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({ printing: printing + 1, parts_hash: partsHash })
    .where('id', '=', id)
    .where('printing', '=', printing)
    .where('held_at', 'is not', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Notes in which revisions its stories go out by now. */
export async function reviseStories(tx: Db, issueId: number, stories: IssueStory[]): Promise<void> {
  for (const { position, revision } of stories)
    await tx.updateTable('issue_stories').set({ revision }).where('issue_id', '=', issueId).where('position', '=', position).execute()
}

export async function markSkipped(tx: Db, id: number): Promise<void> {
  await tx.updateTable('issues').set({ state: 'skipped', held_at: null, held_reason: null }).where('id', '=', id).execute()
  await tx.updateTable('cuts').set({ verdict: 'skipped' }).where('issue_id', '=', id).execute()
}

export async function recordCut(
  tx: Db,
  cut: { digestId: number; dueAt: Instant; verdict: CutVerdict; issueId: number | null },
  now: Instant,
): Promise<void> {
  const row = { digest_id: cut.digestId, due_at: cut.dueAt, verdict: cut.verdict, issue_id: cut.issueId, decided_at: now }
  await tx.insertInto('cuts').values(row).execute()
}

function issueOf(row: Row<'issues'>): Issue {
  return {
    id: row.id,
    digestId: row.digest_id,
    number: row.number,
    dueAt: row.due_at,
    state: row.state,
    overCap: row.over_cap,
    releaseAt: row.release_at,
    fromAt: row.from_at,
    approvedAt: row.approved_at,
    heldReason: row.held_reason,
    partsHash: row.parts_hash,
    printing: row.printing,
    waitsForYes: row.waits_for_yes === 1,
    correctsId: row.corrects_id,
    seqFrom: row.seq_from,
    reachSeq: row.reach_seq,
    seqTo: row.seq_to,
    composedAt: row.composed_at,
    addressedThrough: row.addressed_through,
  }
}
