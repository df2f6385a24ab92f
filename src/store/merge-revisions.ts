import { sql } from 'kysely'
import type { BriefingContent, Filing } from '../domain/briefing.ts'
import type { Db } from './dialect.ts'

/** A revision that was filed under a topic, with what it is known again by. `storyId` and `correctsId` are those of its briefing. */
export type FiledRevision = {
  briefingId: number
  number: number
  content: BriefingContent
  filing: Filing
  storyId: number | null
  correctsId: number | null
}

/** Revisions that were filed under a topic, in the order of their briefings and numbers, behind one of them. */
export async function listFiledUnder(
  tx: Db,
  topicId: number,
  { behind, limit }: { behind: { briefingId: number; number: number }; limit: number },
): Promise<FiledRevision[]> {
  const { rows } = await sql<Omit<FiledRevision, 'content' | 'filing'> & { content: string; filed: string }>`
    select r.briefing_id as "briefingId", r.number, r.content, r.filed, b.story_id as "storyId", b.corrects_id as "correctsId"
    from revisions as r join briefings as b on b.id = r.briefing_id
    where r.filed <> '' and (replace(r.filed, ']', ',]') like ${`%[${topicId},%`} or replace(r.filed, ']', ',]') like ${`%,${topicId},%`})
      and (r.briefing_id > ${behind.briefingId} or (r.briefing_id = ${behind.briefingId} and r.number > ${behind.number}))
    order by r.briefing_id, r.number limit ${limit}`.execute(tx)
  return rows.map(({ content, filed, ...row }) => ({
    ...row,
    content: JSON.parse(content) as BriefingContent,
    filing: JSON.parse(filed) as Filing,
  }))
}

export type Refiled = { briefingId: number; number: number; filing: Filing; hash: string }

export async function refile(tx: Db, revisions: Refiled[]): Promise<void> {
  if (revisions.length === 0) return
  const rows = revisions.map(
    ({ briefingId, number, filing, hash }) =>
      sql`(cast(${briefingId} as bigint), cast(${number} as bigint), cast(${JSON.stringify(filing)} as text), cast(${hash} as text))`,
  )
  await sql`update revisions set filed = v.column3, content_hash = v.column4 from (values ${sql.join(rows)}) as v
    where revisions.briefing_id = v.column1 and revisions.number = v.column2`.execute(tx)
}
