import { saying, type Saying } from '../domain/saying.ts'
import { heardTopics } from '../domain/allot-stories.ts'
import { checkAddress } from '../domain/address.ts'
import { hasLeft } from '../domain/delivery.ts'
import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStory } from '../domain/issue.ts'
import { whyNothing, type NothingBecause } from '../domain/why-nothing.ts'
import { frameLanguage } from '../render/words.ts'
import { findCorrection, setRight } from '../store/corrections.ts'
import { findDelivery, type StandingDelivery } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { findDigest } from '../store/digests.ts'
import { findIssue, findLatestIssue } from '../store/issues.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { findSubscription } from '../store/subscriptions.ts'
import { allotToReader } from './allot-to-reader.ts'
import type { EditionOf } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { freezeIssue, loadFrozenIssue, type FrozenIssue } from './frozen-issue.ts'
import { gatherStories } from './gather-stories.ts'
import { planOf } from './issues/issue-plan.ts'
import { madeUpShare, type MadeUpReader } from './issues/made-up-reader.ts'
import type { Publication } from './publication.ts'
import { renderParts, type IssuePlan } from './render-parts.ts'

/** What is looked at: a stored issue, or the one that its digest would make now. */
type Looked = IssuePlan & { issue: Issue | undefined }

/** Why there is no mail to look at. */
export type NoPreview = 'no-such-issue' | 'no-stories' | 'no-such-reader' | 'not-subscribed' | NothingBecause

type No = { ok: false; reason: NoPreview; message: Saying }

/** `what`: an issue by its id, or the coming one of a digest by its slug. `as`: an address, or somebody made up. */
export type WantedPreview = { what: string; as: string | MadeUpReader }

/** Everything that a reader's share of an issue is put together from; `delivery`: once it has been addressed. */
export type FoundEdition =
  | {
      ok: true
      frozen: FrozenIssue
      share: EditionOf
      dueAt: Instant
      stories: IssueStory[]
      issueId: number | undefined
      delivery?: StandingDelivery
    }
  | No

/** What the mail of a reader would be made of, or why there is none. */
export async function findEdition(db: Db, { what, as }: WantedPreview, publication: Publication, now: Instant): Promise<FoundEdition> {
  const looked = await findLooked(db, what, now)
  if (!looked) return no('no-such-issue', saying('refusals.no-issue', { what }))
  if (looked.stories.length === 0) return no('no-stories', saying('refusals.no-stories', { digest: looked.digest.slug }))
  const found = typeof as === 'string' ? await shareOfReader(db, looked, as) : await ofMadeUp(db, looked, as)
  if (!found.ok) return found
  const { share, dueAt, delivery } = found
  const printing = delivery && hasLeft(delivery.state) ? delivery.printing : undefined
  const stories = looked.stories.filter(({ position }) => share.positions.includes(position))
  const frozen = await frozenOf(db, looked, { publication, printing })
  return { ok: true, frozen, share, dueAt, stories, issueId: looked.issue?.id, ...(delivery && { delivery }) }
}

const no = (reason: NoPreview, message: Saying): No => ({ ok: false, reason, message })

async function ofMadeUp(db: Db, looked: Looked, reader: MadeUpReader): Promise<Share> {
  const { share, dueAt } = await madeUpShare(db, looked, reader)
  if (share.positions.length === 0) return no('no-story-on-a-topic', saying('refusals.such-gets-nothing'))
  return { ok: true, share, dueAt }
}

async function shareOfReader(db: Db, looked: Looked, address: string): Promise<Share> {
  const reader = await findReader(db, address, looked.digest)
  return reader.ok ? findShare(db, looked, reader) : reader
}

async function findLooked(db: Db, what: string, now: Instant): Promise<Looked | undefined> {
  const digest = await findDigest(db, what)
  const issue = digest ? await findLatestIssue(db, digest.id) : /^\d+$/.test(what) ? await findIssue(db, Number(what)) : undefined
  if (issue && (!digest || issue.state === 'draft')) return lookAt(db, issue)
  if (!digest) return undefined
  const { stories } = await gatherStories(db, digest, now)
  if (stories.length === 0 && issue) return lookAt(db, issue)
  return { digest, number: digest.nextNumber, dueAt: now, stories, issue: undefined }
}

async function lookAt(db: Db, issue: Issue): Promise<Looked> {
  return { ...(await planOf(db, issue)), issue }
}

type Reader = { ok: true; subscriberId: number; address: string }

async function findReader(db: Db, address: string, digest: Digest): Promise<Reader | No> {
  const checked = checkAddress(address)
  const subscriber = checked.ok ? await findSubscriber(db, checked.canonical) : undefined
  if (!subscriber) return no('no-such-reader', saying('refusals.nobody-subscribed', { address }))
  const subscription = await findSubscription(db, { subscriberId: subscriber.id, digestId: digest.id })
  if (!subscription) return no('not-subscribed', saying('refusals.not-subscribed', { address, digest: digest.slug }))
  return { ok: true, subscriberId: subscriber.id, address: subscriber.address }
}

type Share = { ok: true; share: EditionOf; dueAt: Instant; delivery?: StandingDelivery } | No

async function findShare(db: Db, looked: Looked, { subscriberId, address }: Reader): Promise<Share> {
  const delivery = looked.issue && (await findDelivery(db, { issueId: looked.issue.id, subscriberId }))
  if (delivery) return { ok: true, share: shareOf(delivery, { address }), dueAt: delivery.dueAt, delivery }
  if (looked.issue?.correctsId) return findCorrectionShare(db, looked.issue, { subscriberId, address })
  const allotted = await allotToReader(db, looked, { subscriberId })
  if (!allotted) return no('not-subscribed', saying('refusals.not-subscribed', { address, digest: looked.digest.slug }))
  const { given: positions, more, reader, issue, subscription, leavesAt } = allotted
  if (positions.length === 0) return nothing(address, whyNothing(issue, reader))
  const { languages, format } = subscription
  const topicIds = heardTopics(reader, issue.tree)
  const share = { deliveryId: 0, subscriberId, address, positions, more: more.length, topicIds, language: frameLanguage(languages), format }
  return { ok: true, share, dueAt: leavesAt }
}

const nothing = (address: string, because: NothingBecause): No =>
  no(because, saying('refusals.gets-nothing', { address, because: saying(`refusals.nothing-${because}`) }))

/** A correction that has not been addressed yet: what its reader got decides. */
async function findCorrectionShare(db: Db, issue: Issue, { subscriberId, address }: Omit<Reader, 'ok'>): Promise<Share> {
  const correction = await findCorrection(db, issue)
  const got = correction && (await findDelivery(db, { issueId: correction.corrects, subscriberId }))
  const positions = got && hasLeft(got.state) ? setRight(correction, got) : []
  if (!got || positions.length === 0) return nothing(address, 'nothing-new')
  const share = { ...shareOf(got, { address }), deliveryId: 0, positions, more: 0 }
  return { ok: true, share, dueAt: issue.releaseAt ?? issue.dueAt }
}

type Printed = { publication: Publication; printing: number | undefined }

async function frozenOf(db: Db, looked: Looked, { publication, printing }: Printed): Promise<FrozenIssue> {
  const { issue } = looked
  if (issue && (issue.state === 'approved' || issue.state === 'addressed')) return loadFrozenIssue(db, issue.id, printing)
  return freezeIssue(looked, await renderParts(db, looked, publication))
}
