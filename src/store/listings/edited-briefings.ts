import { sql, type RawBuilder } from 'kysely'
import type { BriefingContent, BriefingState, Filing } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import { searchTerms } from '../../domain/search-words.ts'
import type { Db, Store } from '../dialect.ts'
import type { EditedRevision } from '../edited-briefings.ts'
import { contains } from './contains.ts'

/** `scheduled`: not public yet, and to be published by itself. */
export const SHOWN_STATES = ['draft', 'review', 'scheduled', 'published', 'withdrawn'] as const
export type ShownState = (typeof SHOWN_STATES)[number]

export const shownState = (state: BriefingState, publishAt: Instant | null): ShownState =>
  publishAt !== null && (state === 'draft' || state === 'review') ? 'scheduled' : state

export type BriefingLine = {
  id: number
  title: string
  language: string
  state: ShownState
  revision: number
  priority: number
  isPinned: boolean
  changedAt: Instant
  publishedAt: Instant | null
  publishAt: Instant | null
  author: string
  topics: string[]
}

/** `before` is a briefing's number, for turning pages. What is not named, limits nothing. */
export type BriefingWish = { search?: string; state?: ShownState; language?: string; topic?: string; before?: number; limit: number }

export type BriefingPage = { lines: BriefingLine[]; total: number; byState: Record<ShownState, number>; hasOlder: boolean }

/** Briefings as the desk lists them, the newest first, and how many there are of each state within the other wishes. */
export async function listDeskBriefings(database: Pick<Store, 'db' | 'dialect'>, wish: BriefingWish): Promise<BriefingPage> {
  const { state, limit } = wish
  const { byState, ids } = await find(database, wish)
  const shown = ids.slice(0, limit)
  const total = state === undefined ? Object.values(byState).reduce((sum, count) => sum + count, 0) : byState[state]
  return { lines: await linesOf(database.db, shown), total, byState, hasOlder: ids.length > limit }
}

/** All that are found are gone through once, for their counts and for the page alike. */
async function find({ db, dialect }: Pick<Store, 'db' | 'dialect'>, { state, before, limit, ...wish }: BriefingWish) {
  const where = sql.join([sql`true`, ...conditionsOf(dialect, wish)], sql` and `)
  const ofPage = sql.join(
    [sql`true`, ...(state === undefined ? [] : [sql`shown = ${state}`]), ...(before === undefined ? [] : [sql`id < ${before}`])],
    sql` and `,
  )
  const { rows } = await sql<{ shown: ShownState | null; count: number; id: number | null }>`
    with found as materialized (select id, ${SHOWN} as shown from briefings where ${where})
    select shown, count(*) as count, null as id from found group by shown
    union all select null, 1, id from (select id from found where ${ofPage} order by id desc limit ${limit + 1}) as page`.execute(db)
  const countOf = (one: ShownState): number => rows.find(({ shown }) => shown === one)?.count ?? 0
  const byState = Object.fromEntries(SHOWN_STATES.map((one) => [one, countOf(one)])) as Record<ShownState, number>
  return { byState, ids: rows.flatMap(({ id }) => id ?? []).sort((one, other) => other - one) }
}

function conditionsOf(dialect: Store['dialect'], { search = '', language, topic }: Partial<BriefingWish>): RawBuilder<boolean>[] {
  const terms = searchTerms(search)
  const ofWords = terms.length > 0 ? sql`or id in (${dialect.briefingsWith(terms)})` : sql``
  return [
    ...(search === '' ? [] : [sql<boolean>`(${contains(['title', 'key', 'slug'], search)} ${ofWords})`]),
    ...(language === undefined ? [] : [sql<boolean>`language = ${language}`]),
    ...(topic === undefined
      ? []
      : [sql<boolean>`id in (select briefing_id from briefing_topics join topics on topics.id = topic_id where topics.slug = ${topic})`]),
  ]
}

const SHOWN = sql`case when publish_at is not null and state in ('draft', 'review') then 'scheduled' else state end`

async function linesOf(db: Db, ids: number[]): Promise<BriefingLine[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .selectAll('briefings')
    .select('author')
    .where('briefings.id', 'in', ids)
    .orderBy('briefings.id', 'desc')
    .execute()
  const topics = await topicsOf(db, ids)
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, language: row.language, revision: row.revision, priority: row.priority, author: row.author },
    ...{ isPinned: row.pinned > 0, changedAt: row.changed_at, publishedAt: row.published_at, publishAt: row.publish_at },
    state: shownState(row.state, row.publish_at),
    topics: topics.filter(({ briefing_id }) => briefing_id === row.id).map(({ slug }) => slug),
  }))
}

async function topicsOf(db: Db, ids: number[]): Promise<{ briefing_id: number; slug: string }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('briefing_topics')
    .innerJoin('topics', 'topics.id', 'topic_id')
    .select(['briefing_id', 'slug'])
    .where('briefing_id', 'in', ids)
    .orderBy('topics.position')
    .orderBy('slug')
    .execute()
}

/** The languages in which there are briefings. */
export async function listWrittenLanguages(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('briefings').select('language').distinct().orderBy('language').execute()
  return rows.map(({ language }) => language)
}

/** Every revision of a briefing, the newest first. */
export async function listRevisionsOf(db: Db, id: number): Promise<Omit<EditedRevision, 'told'>[]> {
  const rows = await db
    .selectFrom('revisions')
    .select(['number', 'created_at', 'author', 'content', 'filed'])
    .where('briefing_id', '=', id)
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => ({
    ...{ number: row.number, at: row.created_at, author: row.author },
    content: JSON.parse(row.content) as BriefingContent,
    filing: row.filed === '' ? undefined : (JSON.parse(row.filed) as Filing),
  }))
}

/** Who else has a briefing open or has typed into it without saving. */
export async function listOthersAt(
  db: Db,
  { briefingId, personId, since }: { briefingId: number; personId: number; since: Instant },
): Promise<{ name: string; isHere: boolean; hasUnsaved: boolean }[]> {
  const rows = await db
    .selectFrom('people')
    .leftJoin('open_briefings', (join) =>
      join.onRef('open_briefings.person_id', '=', 'people.id').on('open_briefings.briefing_id', '=', briefingId),
    )
    .leftJoin('working_copies', (join) =>
      join.onRef('working_copies.person_id', '=', 'people.id').on('working_copies.briefing_id', '=', briefingId),
    )
    .select(['people.name', 'seen_at', 'working_copies.changed_at'])
    .where('people.id', '<>', personId)
    .where((eb) => eb.or([eb('seen_at', '>=', since), eb('working_copies.changed_at', 'is not', null)]))
    .orderBy('people.name')
    .execute()
  return rows.map(({ name, seen_at, changed_at }) => ({
    name,
    isHere: seen_at !== null && seen_at >= since,
    hasUnsaved: changed_at !== null,
  }))
}
