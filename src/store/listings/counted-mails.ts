import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import { ALL_READERS } from '../../domain/reader-filter.ts'
import type { Db, Store } from '../dialect.ts'
import { readerConditions } from '../lists/reader-conditions.ts'
import { findFew } from './found-readers.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

/** What figures about mails count: what the mail server took or refused, and what was reported afterwards. */
export const MAIL_KINDS = ['accepted', 'refused', 'bounced', 'complained'] as const
export type MailKind = (typeof MAIL_KINDS)[number]

export type CountedMail = {
  id: number
  at: Instant | null
  subscriberId: number
  address: string
  issueId: number
  digest: string
  number: number
  /** What the server or the report said. */
  said: string | null
}

type Wish = { kind: MailKind; search?: string } & Onward

/** How many pairs of a reader and an issue are looked up at once, rather than going back through all mails. */
const MOST_LOOK_UPS = 10_000

/** Mails that came to such an end, the newest first. `search` looks for readers by name or address; a page takes a bounded time. */
export async function listCountedMails(
  database: Pick<Store, 'db' | 'dialect'>,
  { kind, search = '', behind, limit }: Wish,
): Promise<Walked<CountedMail>> {
  const readers = await readerConditions(database, { ...ALL_READERS, search }, 0)
  if (!readers) return { rows: [], goOn: undefined }
  const few = await findFew(database, readers)
  const isLookedUp = search !== '' && few !== undefined && few.length * (await countIssues(database.db)) <= MOST_LOOK_UPS
  const way = { behind, limit, isSought: search !== '' && !isLookedUp, keyOf: idOf, ...WAYS[kind] }
  const whose = [
    // As a question about the mail at hand, so that no database goes through all readers first.
    sql`(select 1 from subscribers as s where ${sql.join([sql`s.id = d.subscriber_id`, ...readers.where], sql` and `)}) is not null`,
    ...(isLookedUp ? [sql`d.subscriber_id in (${idList(few)}) and d.issue_id in (select id from issues)`] : []),
  ]
  return walk(database.db, way, (within) => select(database.db, { kind, whose: search === '' ? [] : whose, isLookedUp, ...within }))
}

const idList = (ids: number[]): RawBuilder<unknown> => (ids.length === 0 ? sql`null` : sql.join(ids.map((id) => sql.lit(id))))

type Sought = Within & { kind: MailKind; whose: RawBuilder<unknown>[]; isLookedUp: boolean }

async function select(db: Db, { kind, whose, isLookedUp, after, before, limit }: Sought): Promise<CountedMail[]> {
  const where = sql.join([sql`true`, ...whose], sql` and `)
  // The plus keeps SQLite from going back over all mails where those of few readers are looked up.
  const id = isLookedUp ? sql`+d.id` : sql`d.id`
  const { rows } = await (
    kind === 'accepted' || kind === 'refused'
      ? sql<CountedMail>`
        select d.id, d.settled_at as at, ${ABOUT}, d.reason as said from deliveries as d ${JOINED}
        where d.state = ${sql.lit(kind)} and d.id > ${after} and ${id} < ${before} and ${where} order by ${id} desc limit ${limit}`
      : sql<CountedMail>`
        select n.id, n.heard_at as at, ${ABOUT}, n.text as said from delivery_news as n join deliveries as d on d.id = n.delivery_id ${JOINED}
        where n.kind = ${sql.lit(KINDS[kind])} and n.id > ${after} and n.id < ${before} and ${where} order by n.id desc limit ${limit}`
  ).execute(db)
  return rows
}

async function countIssues(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from issues`.execute(db)
  return rows[0]?.count ?? 0
}

const KINDS = { bounced: 'failed', complained: 'complaint' } as const

const ABOUT = sql`d.subscriber_id as "subscriberId", (select r.address from subscribers as r where r.id = d.subscriber_id) as address,
  d.issue_id as "issueId", g.slug as digest, i.number`
const JOINED = sql`join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id`

const stateIs = (state: string): RawBuilder<boolean> => sql<boolean>`state = ${sql.lit(state)}`
const newsAre = (kind: string): RawBuilder<boolean> => sql<boolean>`kind = ${sql.lit(kind)}`

// Few of the readers of these stand beside each other in the database: each is looked up by itself.
const SPARSE = 4000

const WAYS: Record<MailKind, { table: 'deliveries' | 'delivery_news'; where: RawBuilder<boolean>; most?: number }> = {
  accepted: { table: 'deliveries', where: stateIs('accepted') },
  refused: { table: 'deliveries', where: stateIs('refused'), most: SPARSE },
  bounced: { table: 'delivery_news', where: newsAre(KINDS.bounced), most: SPARSE },
  complained: { table: 'delivery_news', where: newsAre(KINDS.complained), most: SPARSE },
}
