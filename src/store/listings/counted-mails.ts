import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import { ALL_READERS } from '../../domain/reader-filter.ts'
import type { Db, Store } from '../dialect.ts'
import { readerConditions } from '../lists/reader-conditions.ts'
import { findFew, isOneOf } from './found-readers.ts'
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
  const isLookedUp = few !== undefined && few.length * (await countIssues(database.db)) <= MOST_LOOK_UPS
  const whose = [...readers.where, ...(few ? [isOneOf(few)] : [])]
  const way = { behind, limit, isSought: search !== '' && !isLookedUp, keyOf: idOf, ...WAYS[kind] }
  return walk(database.db, way, (within) => select(database.db, { kind, whose, isLookedUp, ...within }))
}

type Sought = Within & { kind: MailKind; whose: RawBuilder<boolean>[]; isLookedUp: boolean }

async function select(db: Db, { kind, whose, isLookedUp, after, before, limit }: Sought): Promise<CountedMail[]> {
  const where = sql.join([sql`true`, ...whose], sql` and `)
  // The pluses keep SQLite from the index that is not meant: it would go through all issues for each of many readers, or back over all mails.
  const [id, issue] = isLookedUp ? [sql`+d.id`, sql`d.issue_id`] : [sql`d.id`, sql`+d.issue_id`]
  const joined = sql`
    join subscribers as s on s.id = d.subscriber_id join issues as i on i.id = ${issue} join digests as g on g.id = i.digest_id`
  const { rows } = await (
    kind === 'accepted' || kind === 'refused'
      ? sql<CountedMail>`
        select d.id, d.settled_at as at, ${ABOUT}, d.reason as said from deliveries as d ${joined}
        where d.state = ${sql.lit(kind)} and d.id > ${after} and ${id} < ${before} and ${where} order by ${id} desc limit ${limit}`
      : sql<CountedMail>`
        select n.id, n.heard_at as at, ${ABOUT}, n.text as said from delivery_news as n join deliveries as d on d.id = n.delivery_id ${joined}
        where n.kind = ${sql.lit(KINDS[kind])} and n.id > ${after} and n.id < ${before} and ${where} order by n.id desc limit ${limit}`
  ).execute(db)
  return rows
}

async function countIssues(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from issues`.execute(db)
  return rows[0]?.count ?? 0
}

const KINDS = { bounced: 'failed', complained: 'complaint' } as const

const ABOUT = sql`d.subscriber_id as "subscriberId", s.address, d.issue_id as "issueId", g.slug as digest, i.number`

const stateIs = (state: string): RawBuilder<boolean> => sql<boolean>`state = ${sql.lit(state)}`
const newsAre = (kind: string): RawBuilder<boolean> => sql<boolean>`kind = ${sql.lit(kind)}`

const WAYS: Record<MailKind, { table: 'deliveries' | 'delivery_news'; where: RawBuilder<boolean> }> = {
  accepted: { table: 'deliveries', where: stateIs('accepted') },
  refused: { table: 'deliveries', where: stateIs('refused') },
  bounced: { table: 'delivery_news', where: newsAre(KINDS.bounced) },
  complained: { table: 'delivery_news', where: newsAre(KINDS.complained) },
}
