import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** How often a link of an issue was followed; the title is that of the story it leads to, null for a link of the introduction. */
export type LinkClicks = { link: string; briefingId: number | null; title: string | null; clicks: number }

export async function listClicks(db: Db, issueId: number): Promise<LinkClicks[]> {
  const rows = await db
    .selectFrom('issue_clicks as c')
    .leftJoin('briefings as b', 'b.id', 'c.briefing_id')
    .select(({ fn }) => ['c.link', 'c.briefing_id', 'b.title', fn.sum<number>('c.clicks').as('clicks')])
    .where('c.issue_id', '=', issueId)
    .groupBy(['c.link', 'c.briefing_id', 'b.title'])
    .orderBy('clicks', 'desc')
    .orderBy('c.link')
    .execute()
  return rows.map(({ link, briefing_id, title, clicks }) => ({ link, briefingId: briefing_id, title, clicks }))
}

/** The same by the hour, of all links together. */
export async function listClicksOverTime(db: Db, issueId: number): Promise<{ hour: Instant; clicks: number }[]> {
  const rows = await db
    .selectFrom('issue_clicks')
    .select(({ fn }) => ['hour', fn.sum<number>('clicks').as('clicks')])
    .where('issue_id', '=', issueId)
    .groupBy('hour')
    .orderBy('hour')
    .execute()
  return rows
}
