import { sql } from 'kysely'
import type { CountedLink } from '../domain/links.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** How often a link was followed within an hour. */
export type HourClicks = CountedLink & { link: string; hour: Instant; clicks: number }

/** Adds to what is known. Of an issue that is a draft, only its editors have test mails: they do not count. */
export async function addClicks(tx: Db, counted: HourClicks[]): Promise<void> {
  const numbers = [...new Set(counted.map(({ number }) => number))]
  if (numbers.length === 0) return
  const issues = await tx
    .selectFrom('issues')
    .select(['id', 'digest_id', 'number'])
    .where('number', 'in', numbers)
    .where('state', '!=', 'draft')
    .execute()
  const ids = new Map(issues.map(({ id, digest_id, number }) => [`${digest_id} ${number}`, id]))
  // Always in the same order, so that two processes never wait for each other.
  const rows = counted
    .flatMap(({ digestId, number, briefingId, link, hour, clicks }) => {
      const issueId = ids.get(`${digestId} ${number}`)
      return issueId === undefined ? [] : [{ issue_id: issueId, briefing_id: briefingId || null, link, hour, clicks }]
    })
    .sort((a, b) => a.issue_id - b.issue_id || (a.link < b.link ? -1 : a.link > b.link ? 1 : a.hour - b.hour))
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await tx
      .insertInto('issue_clicks')
      .values(rows.slice(from, from + AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['issue_id', 'link', 'hour']).doUpdateSet({ clicks: sql`issue_clicks.clicks + excluded.clicks` }),
      )
      .execute()
}

const AT_ONCE = 500
