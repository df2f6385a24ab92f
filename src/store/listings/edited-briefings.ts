import { sql } from 'kysely'
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
export async function listDeskBriefings({ db, dialect }: Pick<Store, 'db' | 'dialect'>, wish: BriefingWish): Promise<BriefingPage> {
  const { search = '', state, language, topic, before, limit } = wish
  const terms = searchTerms(search)
  const found = db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .$if(search !== '', (query) =>
      query.where((eb) =>
        eb.or([
          contains(['title', 'key', 'slug'], search),
          ...(terms.length > 0 ? [sql<boolean>`briefings.id in (${dialect.briefingsWith(terms)})`] : []),
        ]),
      ),
    )
    .$if(language !== undefined, (query) => query.where('language', '=', language ?? ''))
    .$if(topic !== undefined, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('briefing_topics')
            .innerJoin('topics', 'topics.id', 'topic_id')
            .select('topic_id')
            .whereRef('briefing_topics.briefing_id', '=', 'briefings.id')
            .where('topics.slug', '=', topic ?? ''),
        ),
      ),
    )
  const counted = await found
    .select([stateColumn.as('shown'), sql<number>`count(*)`.as('count')])
    .groupBy(stateColumn)
    .execute()
  const byState = Object.fromEntries(SHOWN_STATES.map((one) => [one, counted.find(({ shown }) => shown === one)?.count ?? 0])) as Record<
    ShownState,
    number
  >
  const rows = await found
    .selectAll('briefings')
    .select('author')
    .$if(state !== undefined, (query) => query.where(stateColumn, '=', state ?? 'draft'))
    .$if(before !== undefined, (query) => query.where('briefings.id', '<', before ?? 0))
    .orderBy('briefings.id', 'desc')
    .limit(limit + 1)
    .execute()
  const topics = await topicsOf(
    db,
    rows.map(({ id }) => id),
  )
  const lines = rows.slice(0, limit).map((row) => ({
    ...{ id: row.id, title: row.title, language: row.language, revision: row.revision, priority: row.priority, author: row.author },
    ...{ isPinned: row.pinned > 0, changedAt: row.changed_at, publishedAt: row.published_at, publishAt: row.publish_at },
    state: shownState(row.state, row.publish_at),
    topics: topics.filter(({ briefing_id }) => briefing_id === row.id).map(({ slug }) => slug),
  }))
  const total = state === undefined ? Object.values(byState).reduce((sum, count) => sum + count, 0) : byState[state]
  return { lines, total, byState, hasOlder: rows.length > limit }
}

const stateColumn = sql<ShownState>`case when publish_at is not null and state in ('draft', 'review') then 'scheduled' else state end`

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
