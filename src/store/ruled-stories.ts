import { sql } from 'kysely'
import type { RuledStory } from '../domain/allot-stories.ts'
import type { IssueStory } from '../domain/issue.ts'
import type { Db } from './dialect.ts'
import { listIssueStories } from './issues.ts'
import { listRevisions } from './revisions.ts'

type Row = { id: number; story_id: number; seq: number; corrects_id: number | null }

/** The stories of an issue with all that the rules ask of them, in the order of their positions. `widerIds` as they were when it was composed. */
export async function listRuledStories(db: Db, issueId: number): Promise<PlacedStory[]> {
  return ruleStories(db, await listIssueStories(db, issueId))
}

export type PlacedStory = RuledStory & { widerIds: number[] }

/** The same for stories of an issue that is only thought of. */
export async function ruleStories(db: Db, stories: IssueStory[]): Promise<PlacedStory[]> {
  if (stories.length === 0) return []
  const languages = new Map((await listRevisions(db, stories)).map(({ briefingId, content }) => [briefingId, content.language]))
  const { rows } = await sql<Row>`
    select b.id, coalesce(b.story_id, b.id) as story_id, coalesce(b.publish_seq, 0) as seq, coalesce(c.story_id, c.id) as corrects_id
    from briefings as b left join briefings as c on c.id = b.corrects_id
    where b.id in (${sql.join(stories.map(({ briefingId }) => sql.lit(briefingId)))})`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const lastSeq = new Map<number, number>()
  for (const { story_id, seq } of rows) lastSeq.set(story_id, Math.max(seq, lastSeq.get(story_id) ?? 0))
  return stories.flatMap(({ position, briefingId, topicIds, widerIds = [], isPinned = false }) => {
    const row = byId.get(briefingId)
    if (!row) return []
    const language = languages.get(briefingId) ?? 'und'
    const seq = lastSeq.get(row.story_id) ?? row.seq
    return [{ position, storyId: row.story_id, seq, topicIds, widerIds, language, isPinned, correctsId: row.corrects_id }]
  })
}

/** An issue that has given, or may still give, stories of ours or what ours correct. `story`: its id there. */
export type SharingIssue = { issueId: number; digestId: number; number: number; stories: { storyId: number; position: number }[] }

/** The other approved or addressed issues that hold any of these stories, in whatever language. */
export async function listSharingIssues(db: Db, issueId: number, storyIds: number[]): Promise<SharingIssue[]> {
  if (storyIds.length === 0) return []
  const ids = sql.join(storyIds.map((id) => sql.lit(id)))
  const { rows } = await sql<{ issue_id: number; digest_id: number; number: number; position: number; story_id: number }>`
    with versions as materialized (
      select id, id as story_id from briefings where id in (${ids})
      union all select id, story_id from briefings where story_id in (${ids}) and story_id <> id)
    select s.issue_id, i.digest_id, i.number, s.position, v.story_id
    from versions as v join issue_stories as s on s.briefing_id = v.id join issues as i on i.id = s.issue_id
    where s.issue_id <> ${issueId} and i.state in ('approved', 'addressed')
    order by s.issue_id, s.position`.execute(db)
  return [...Map.groupBy(rows, (row) => row.issue_id)].flatMap(([id, some]) => {
    const [first] = some
    if (!first) return []
    const stories = some.map(({ story_id, position }) => ({ storyId: story_id, position }))
    return [{ issueId: id, digestId: first.digest_id, number: first.number, stories }]
  })
}
