import { sql } from 'kysely'
import type { Digest } from '../../domain/digest.ts'
import type { Instant } from '../../domain/instant.ts'
import { searchTerms } from '../../domain/search-words.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db, Store } from '../dialect.ts'

/** An issue as lists show it: of which digest, and the titles of its first stories. */
export type PublicIssue = {
  id: number
  digest: Pick<Digest, 'id' | 'slug' | 'names'> & { zone: string }
  number: number
  dueAt: Instant
  stories: number
  titles: { title: string; language: string }[]
}

/** `before` is an issue's id, for turning pages; a search looks for stories. What is not named, limits nothing. */
export type IssueWish = {
  digestId?: number
  search?: string
  before?: number
  from?: Instant
  until?: Instant
  limit: number
  now: Instant
}

export type IssuePage = { issues: PublicIssue[]; total: number; hasOlder: boolean }

const TITLES = 4

/** The issues that everybody may read, the newest first. */
export async function listPublicIssues({ db, dialect }: Pick<Store, 'db' | 'dialect'>, wish: IssueWish): Promise<IssuePage> {
  const { digestId, search = '', before, from, until, limit, now } = wish
  const found = publicIssues(db, now)
    .$if(digestId !== undefined, (query) => query.where('digest_id', '=', digestId ?? 0))
    .$if(from !== undefined, (query) => query.where('due_at', '>=', from ?? 0))
    .$if(until !== undefined, (query) => query.where('due_at', '<', until ?? 0))
    .$if(search !== '', (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('issue_stories')
            .innerJoin('briefings', 'briefings.id', 'briefing_id')
            .select('position')
            .whereRef('issue_id', '=', 'issues.id')
            .where('briefings.state', '=', 'published')
            .where(sql<boolean>`briefing_id in (${dialect.briefingsWith(searchTerms(search))})`),
        ),
      ),
    )
  const { total } = await found
    .clearSelect()
    .select((all) => all.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .$if(before !== undefined, (query) => query.where('issues.id', '<', before ?? 0))
    .orderBy('issues.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { issues: await withTitles(db, rows.slice(0, limit)), total, hasOlder: rows.length > limit }
}

/**
 * An issue is public when its digest is, nothing holds it back, and the first of its mails may have left: when it is addressed, and the
 * earliest hour of a reader has come. Undefined for all others, as for those that never were.
 */
export async function findPublicIssue(db: Db, of: { digest: string; number: number }, now: Instant): Promise<PublicIssue | undefined> {
  const row = await publicIssues(db, now).where('digests.slug', '=', of.digest).where('number', '=', of.number).executeTakeFirst()
  return row && (await withTitles(db, [row]))[0]
}

/** The numbers of the public issues right before and after one, for turning from issue to issue. */
export async function findNeighbours(db: Db, of: PublicIssue, now: Instant): Promise<{ older?: number; newer?: number }> {
  const same = publicIssues(db, now).clearSelect().select('number').where('digest_id', '=', of.digest.id)
  const older = await same.where('number', '<', of.number).orderBy('number', 'desc').limit(1).executeTakeFirst()
  const newer = await same.where('number', '>', of.number).orderBy('number').limit(1).executeTakeFirst()
  return { ...(older && { older: older.number }), ...(newer && { newer: newer.number }) }
}

export async function listLatestIssueIds(db: Db, of: { digestId: number; now: Instant; limit: number }): Promise<number[]> {
  const latest = publicIssues(db, of.now).clearSelect().select('issues.id').where('digest_id', '=', of.digestId)
  return (await latest.orderBy('issues.id', 'desc').limit(of.limit).execute()).map(({ id }) => id)
}

const publicIssues = (db: Db, now: Instant) =>
  db
    .selectFrom('issues')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['issues.id', 'digest_id', 'slug', 'names', 'zone', 'number', 'due_at'])
    .where('digests.public', '=', 1)
    .where('issues.state', '=', 'addressed')
    .where('held_at', 'is', null)
    // One without stories only tells some readers that there is nothing.
    .where((eb) => eb.exists(eb.selectFrom('issue_stories').select('position').whereRef('issue_id', '=', 'issues.id')))
    .where(
      sql<boolean>`coalesce((select min(h.due_at) from issue_hours as h where h.issue_id = issues.id), release_at, issues.due_at) <= ${now}`,
    )

type Found = { id: number; digest_id: number; slug: string; names: string; zone: string; number: number; due_at: number }

async function withTitles(db: Db, rows: Found[]): Promise<PublicIssue[]> {
  if (rows.length === 0) return []
  const stories = await db
    .selectFrom('issue_stories')
    .innerJoin('briefings', 'briefings.id', 'briefing_id')
    .select(['issue_id', 'title', 'language'])
    .where(
      'issue_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('state', '=', 'published')
    .orderBy('issue_id')
    .orderBy('position')
    .execute()
  const storiesOf = Map.groupBy(stories, (row) => row.issue_id)
  return rows.map((row) => {
    const own = storiesOf.get(row.id) ?? []
    return {
      id: row.id,
      digest: { id: row.digest_id, slug: row.slug, names: JSON.parse(row.names) as Names, zone: row.zone },
      number: row.number,
      dueAt: row.due_at,
      stories: own.length,
      titles: own.slice(0, TITLES).map(({ title, language }) => ({ title, language })),
    }
  })
}
