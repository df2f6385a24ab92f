import { sql } from 'kysely'
import type { HookPostState } from '../../domain/hook.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { findHook, hookOf, type Hook } from '../hooks.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

export type ListedHook = Hook & { waiting: number; lastAt: Instant | null }

/** All hooks with what waits for them. */
export async function listHooks(db: Db, { search = '' }: { search?: string } = {}): Promise<ListedHook[]> {
  const rows = await db
    .selectFrom('hooks as h')
    .selectAll('h')
    .select([
      sql<number>`(select count(*) from hook_posts where hook_id = h.id and state in ('waiting', 'posting'))`.as('waiting'),
      sql<Instant | null>`(select max(settled_at) from hook_posts where hook_id = h.id and state = 'taken')`.as('last'),
    ])
    .where(contains(['name', 'url'], search))
    .orderBy('h.id')
    .execute()
  return rows.map(({ waiting, last, ...row }) => ({ ...hookOf(row), waiting, lastAt: last }))
}

export const findListedHook = (db: Db, id: number): Promise<Hook | undefined> => findHook(db, id)

export type ListedPost = {
  id: number
  word: string
  kind: string
  at: Instant
  body: string
  state: HookPostState
  attempts: number
  nextAt: Instant
  status: number | null
  answer: string | null
  took: number | null
}

type Asked = { hookId: number; search?: string } & Partial<Within>

/** The log of a hook, the newest first. `search` looks into what was told. */
export async function listPosts(
  db: Db,
  { hookId, search = '', after = 0, before = Number.MAX_SAFE_INTEGER, limit = 100 }: Asked,
): Promise<ListedPost[]> {
  return db
    .selectFrom('hook_posts as p')
    .innerJoin('hook_events as e', 'e.id', 'p.event_id')
    .select([
      'p.id',
      'e.word',
      'e.kind',
      'e.at',
      'e.body',
      'p.state',
      'p.attempts',
      'p.next_at as nextAt',
      'p.status',
      'p.answer',
      'p.took',
    ])
    .where('p.hook_id', '=', hookId)
    .where('p.id', '>', after)
    .where('p.id', '<', before)
    .where(contains(['e.kind', 'e.body'], search))
    .orderBy('p.id', 'desc')
    .limit(limit)
    .execute()
}

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export const walkPosts = (
  db: Db,
  { hookId, search = '', ...onward }: { hookId: number; search?: string } & Onward,
): Promise<Walked<ListedPost>> =>
  walk(db, { table: 'hook_posts', where: sql<boolean>`hook_id = ${hookId}`, ...onward, isSought: search !== '', keyOf: idOf }, (within) =>
    listPosts(db, { hookId, search, ...within }),
  )
