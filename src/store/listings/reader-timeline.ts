import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import { listPositions } from '../../domain/positions.ts'
import type { Choice } from '../../domain/choice.ts'
import { listChoices } from '../choices.ts'
import type { Db } from '../dialect.ts'
import { listAttempts, type ListedAttempt } from './attempts.ts'
import { listNewsOf, type ListedNews } from './delivery-news.ts'

export const TIMELINE_KINDS = ['mail', 'choice', 'consent', 'report', 'suppression', 'notice', 'desk'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

type Mail = { id: number; issueId: number; number: number; digest: string; state: string; reason: string | null; dueAt: Instant }
export type TimelineMail = Mail & { stories: { slug: string; title: string }[]; attempts: ListedAttempt[]; news: ListedNews[] }

/** One thing that happened to a reader; of mails, reports and notices with everything that is known. */
export type TimelineEntry = { at: Instant; key: string } & (
  | { kind: 'mail'; mail: TimelineMail }
  | { kind: 'choice'; by: string; choice: Choice; before: Choice | undefined }
  | { kind: 'consent'; digest: string; how: string; wording: string | null; network: string }
  | { kind: 'report'; deliveryId: number; news: string; class: string; reason: string; follows: string; text: string }
  | { kind: 'suppression'; what: string; reason: string; note: string; by: string }
  | { kind: 'notice'; notice: string; state: string; reason: string | null }
  | { kind: 'desk'; actor: string; action: string; before: string | null; after: string | null }
)

/** Where a page of the timeline ends: at that moment, at that entry. */
export type TimelinePlace = { at: Instant; key: string }

type Asked = { subscriberId: number; canonical: string; kinds: readonly TimelineKind[]; limit: number; before?: TimelinePlace | undefined }
type Source = Omit<Asked, 'kinds'> & { until: Instant; most: number }

/** Several things may happen in one millisecond; a page that ends among them finds the others again. */
const AT_THE_SAME_TIME = 50

/** What happened to a reader, the newest first: of each kind the newest so many are read, and the newest of all of them make the page. */
export async function listTimeline(db: Db, asked: Asked): Promise<{ entries: TimelineEntry[]; next: TimelinePlace | undefined }> {
  const { kinds, limit, before } = asked
  const source = { ...asked, until: before?.at ?? Number.MAX_SAFE_INTEGER, most: limit + 1 + AT_THE_SAME_TIME }
  const found = (await Promise.all(kinds.map((kind) => SOURCES[kind](db, source)))).flat()
  const isBelow = (one: TimelinePlace): boolean => !before || one.at < before.at || (one.at === before.at && one.key < before.key)
  const sorted = found.filter(isBelow).sort((one, other) => other.at - one.at || (one.key < other.key ? 1 : -1))
  const page = sorted.slice(0, limit)
  const last = page.at(-1)
  const entries = await Promise.all(page.map((entry) => complete(db, entry)))
  return { entries, next: sorted.length > limit && last ? { at: last.at, key: last.key } : undefined }
}

const keyOf = (kind: TimelineKind, id: number): string => `${kind}-${String(id).padStart(15, '0')}`

const SOURCES: Record<TimelineKind, (db: Db, source: Source) => Promise<TimelineEntry[]>> = {
  mail: mails,
  choice: choices,
  consent: consents,
  report: reports,
  suppression: suppressions,
  notice: notices,
  desk: deeds,
}

async function mails(db: Db, { subscriberId, until, most }: Source): Promise<TimelineEntry[]> {
  // From the issues, of which there are few: deliveries are found by issue and reader together.
  const { rows } = await sql<Mail>`
    select d.id, i.id as "issueId", i.number, g.slug as digest, d.state, d.reason, d.due_at as "dueAt"
    from issues as i join deliveries as d on d.issue_id = i.id and d.subscriber_id = ${subscriberId} join digests as g on g.id = i.digest_id
    where d.due_at <= ${until} order by d.due_at desc, d.id desc limit ${most}`.execute(db)
  return rows.map((row) => ({
    kind: 'mail',
    ...{ at: row.dueAt, key: keyOf('mail', row.id), mail: { ...row, stories: [], attempts: [], news: [] } },
  }))
}

/** Only what is shown is looked up: the stories of a mail, and what servers said. */
async function complete(db: Db, entry: TimelineEntry): Promise<TimelineEntry> {
  if (entry.kind !== 'mail') return entry
  const { id } = entry.mail
  const [stories, attempts, news] = [await storiesOf(db, id), await listAttempts(db, id), await listNewsOf(db, id)]
  return { ...entry, mail: { ...entry.mail, stories, attempts, news } }
}

async function storiesOf(db: Db, deliveryId: number): Promise<{ slug: string; title: string }[]> {
  const of = await db.selectFrom('deliveries').select(['issue_id', 'low', 'high']).where('id', '=', deliveryId).executeTakeFirst()
  const positions = of ? listPositions(of) : []
  if (!of || positions.length === 0) return []
  const stories = db.selectFrom('issue_stories').innerJoin('briefings', 'briefings.id', 'briefing_id').select(['slug', 'title'])
  return stories.where('issue_id', '=', of.issue_id).where('position', 'in', positions).orderBy('position').execute()
}

async function choices(db: Db, { subscriberId, until }: Source): Promise<TimelineEntry[]> {
  const kept = await listChoices(db, subscriberId)
  return kept
    .map((one, index): TimelineEntry => {
      const before = kept.slice(0, index).findLast(({ digestId }) => digestId === one.digestId)
      return { kind: 'choice', at: one.at, key: keyOf('choice', one.id), by: one.by, choice: one, before }
    })
    .filter(({ at }) => at <= until)
}

async function consents(db: Db, { subscriberId, until, most }: Source): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom('consents')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .leftJoin('wordings', 'wordings.id', 'wording_id')
    .select(['consents.id', 'slug', 'how', 'text', 'given_at', 'given_network'])
    .where('subscriber_id', '=', subscriberId)
    .where('given_at', '<=', until)
    .orderBy('given_at', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ id, slug, how, text, given_at, given_network }) => ({
    kind: 'consent',
    ...{ at: given_at, key: keyOf('consent', id), digest: slug, how, wording: text, network: given_network },
  }))
}

async function reports(db: Db, { subscriberId, until, most }: Source): Promise<TimelineEntry[]> {
  const { rows } = await sql<{
    id: number
    deliveryId: number
    at: number
    news: string
    class: string
    reason: string
    follows: string
    text: string
  }>`
    select n.id, n.delivery_id as "deliveryId", n.heard_at as at, n.kind as news, n.class, n.reason, n.follows, n.text
    from issues as i join deliveries as d on d.issue_id = i.id and d.subscriber_id = ${subscriberId}
    join delivery_news as n on n.delivery_id = d.id
    where n.heard_at <= ${until} order by n.heard_at desc limit ${most}`.execute(db)
  return rows.map(({ id, ...row }) => ({ kind: 'report', key: keyOf('report', id), ...row }))
}

async function suppressions(db: Db, { canonical, until, most }: Source): Promise<TimelineEntry[]> {
  const log = db
    .selectFrom('suppression_log')
    .select(['id', 'at', 'what', 'reason', 'note', 'done_by as by'])
    .where('canonical', '=', canonical)
  const rows = await log.where('at', '<=', until).orderBy('at', 'desc').limit(most).execute()
  return rows.map(({ id, ...row }) => ({ kind: 'suppression', key: keyOf('suppression', id), ...row }))
}

async function notices(db: Db, { canonical, until, most }: Source): Promise<TimelineEntry[]> {
  const sent = db.selectFrom('notices').select(['id', 'created_at', 'kind', 'state', 'reason']).where('canonical', '=', canonical)
  const rows = await sent.where('created_at', '<=', until).orderBy('created_at', 'desc').limit(most).execute()
  return rows.map(({ id, created_at, kind, state, reason }) => ({
    kind: 'notice',
    ...{ at: created_at, key: keyOf('notice', id), notice: kind, state, reason },
  }))
}

async function deeds(db: Db, { subscriberId, until, most }: Source): Promise<TimelineEntry[]> {
  const about = db
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'before', 'after'])
    .where('subject', '=', `subscriber:${subscriberId}`)
  const rows = await about.where('at', '<=', until).orderBy('id', 'desc').limit(most).execute()
  return rows.map(({ id, ...row }) => ({ kind: 'desk', key: keyOf('desk', id), ...row }))
}
