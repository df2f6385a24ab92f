import { hasLeft } from '../domain/delivery.ts'
import { QUARTER, type Instant } from '../domain/instant.ts'
import { listDeliveriesById } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { listDigests } from '../store/digests.ts'
import { findLatestIssue } from '../store/issues.ts'
import { findMailWishes } from '../store/listings/mail-wishes.ts'
import { findSentMail, listWaitingTogether } from '../store/mail-members.ts'
import type { EditionOf } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { findEdition, type FoundEdition } from './find-edition.ts'
import { loadFrozenIssue, type FrozenIssue } from './frozen-issue.ts'
import type { Publication } from './publication.ts'

type Own = Extract<FoundEdition, { ok: true }>

/** One section of a mail. */
export type Companion = { frozen: FrozenIssue; share: EditionOf; dueAt: Instant }

/**
 * A reader's share of an issue with those of other issues that leave in the same mail, the leading one first: as it was sent, as it waits,
 * or, of issues that nobody has been addressed yet, as they would meet in a quarter of an hour.
 */
export async function findCompany(db: Db, own: Own, publication: Publication, now: Instant): Promise<[Companion, ...Companion[]]> {
  const { delivery, share } = own
  if (share.subscriberId === 0) return [own]
  if (delivery && hasLeft(delivery.state)) return leadFirst(own, await sentWith(db, own, delivery.id))
  if (delivery && !WAITING.has(delivery.state)) return [own]
  const waiting = await waitingWith(db, own)
  const coming = await comingWith(db, own, publication, now)
  // Who is addressed first leads.
  return leadFirst(own, delivery ? [...waiting, ...coming] : [...waiting, ...[...coming, own].sort(byIssue)])
}

const WAITING = new Set(['queued', 'joined', 'leased'])

const leadFirst = (own: Own, [first, ...others]: Companion[]): [Companion, ...Companion[]] => (first ? [first, ...others] : [own])

const byIssue = (one: Companion & { issueId?: number | undefined }, other: Companion & { issueId?: number | undefined }): number =>
  (one.issueId ?? Infinity) - (other.issueId ?? Infinity)

async function sentWith(db: Db, own: Own, deliveryId: number): Promise<Companion[]> {
  const sent = await findSentMail(db, deliveryId)
  const ids = (sent?.members ?? []).map(({ id }) => id)
  return membersOf(db, own, { ids, isSent: true })
}

/** Those that wait for the reader in that quarter already, ours among them when it does. */
async function waitingWith(db: Db, own: Own): Promise<Companion[]> {
  const { delivery, share, dueAt } = own
  const found = await listWaitingTogether(db, {
    subscriberId: share.subscriberId,
    quarter: quarterOf(dueAt),
    deliveryId: delivery?.id ?? 0,
  })
  const members = await membersOf(db, own, { ids: found, isSent: false })
  if (delivery) return members
  const joinable = await Promise.all(members.map(async (one) => ((await mayJoin(db, own, one)) ? [one] : [])))
  return joinable.flat()
}

/** What waits goes in the printing that goes out when its hour comes; what has left, went in that of then. */
async function membersOf(db: Db, { share }: Own, { ids, isSent }: { ids: number[]; isSent: boolean }): Promise<Companion[]> {
  const found = new Map((await listDeliveriesById(db, ids)).map((one) => [one.id, one]))
  const members = ids.flatMap((id) => found.get(id) ?? [])
  return Promise.all(
    members.map(async (one) => ({
      frozen: await loadFrozenIssue(db, one.issueId, isSent ? one.printing : undefined),
      share: shareOf(one, share),
      dueAt: one.dueAt,
    })),
  )
}

/** The issues of other digests that have not been addressed yet, and would fall due for the reader in the same quarter. */
async function comingWith(db: Db, own: Own, publication: Publication, now: Instant): Promise<Companion[]> {
  const coming = []
  for (const { id } of await listDigests(db)) {
    const issue = id === own.frozen.digest.id ? undefined : await findLatestIssue(db, id)
    if (!issue || (issue.state !== 'draft' && issue.state !== 'approved')) continue
    const found = await findEdition(db, { what: String(issue.id), as: own.share.address }, publication, now)
    if (!found.ok || found.delivery || quarterOf(found.dueAt) !== quarterOf(own.dueAt)) continue
    if (await mayJoin(db, own, found)) coming.push(found)
  }
  return coming.sort(byIssue)
}

/** The same as addressing asks (store/joining.ts). */
async function mayJoin(db: Db, own: Companion, other: Companion): Promise<boolean> {
  const [one, two] = [own.frozen.digest, other.frozen.digest]
  const { joins } = await findMailWishes(db, own.share.subscriberId)
  return one.id === two.id || (joins ?? (one.joins && two.joins))
}

const quarterOf = (at: Instant): number => Math.floor(at / QUARTER)
