import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import { readSearch, type ReaderSearch } from '../../domain/reader-words.ts'
import type { Store } from '../dialect.ts'

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

type Wish = { kind: MailKind; search?: string; before?: number | undefined; limit: number }

/** Mails that came to such an end, the newest first; `before` goes on behind an id. `search` looks for readers by name or address. */
export async function listCountedMails(
  { db, dialect }: Pick<Store, 'db' | 'dialect'>,
  { kind, search = '', before = Number.MAX_SAFE_INTEGER, limit }: Wish,
): Promise<CountedMail[]> {
  const wanted = search === '' ? undefined : readSearch(search)
  if (search !== '' && !wanted) return []
  // With a search few readers are meant: they are looked up issue by issue, instead of walking back over all mails (the plus forbids that).
  const whose = wanted ? sql`and d.issue_id in (select id from issues) ${readersOf(dialect, wanted)}` : sql``
  const { rows } = await (
    kind === 'accepted' || kind === 'refused'
      ? sql<CountedMail>`
        select d.id, d.settled_at as at, ${ABOUT}, d.reason as said from deliveries as d ${JOINED}
        where d.state = ${sql.lit(kind)} and d.id < ${before} ${whose} order by ${wanted ? sql`+d.id` : sql`d.id`} desc limit ${limit}`
      : sql<CountedMail>`
        select n.id, n.heard_at as at, ${ABOUT}, n.text as said from delivery_news as n join deliveries as d on d.id = n.delivery_id ${JOINED}
        where n.kind = ${KINDS[kind]} and n.id < ${before} ${whose} order by n.id desc limit ${limit}`
  ).execute(db)
  return rows
}

const KINDS = { bounced: 'failed', complained: 'complaint' } as const

const ABOUT = sql`d.subscriber_id as "subscriberId", s.address, d.issue_id as "issueId", g.slug as digest, i.number`
const JOINED = sql`
  join subscribers as s on s.id = d.subscriber_id join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id`

function readersOf({ readersWith }: Store['dialect'], { terms, domain, canonical }: ReaderSearch): RawBuilder<unknown> {
  if (canonical !== undefined) return sql`and d.subscriber_id in (select id from subscribers where canonical = ${canonical})`
  const ofWords = terms.length === 0 ? sql`` : sql`and d.subscriber_id in (${readersWith(terms)})`
  const ofDomain = domain === '' ? sql`` : sql`and s.canonical like ${`%@${domain.replaceAll(/[!%_]/g, '!$&')}%`} escape '!'`
  return sql`${ofWords} ${ofDomain}`
}
