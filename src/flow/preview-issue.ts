import { heardTopics } from '../domain/allot-stories.ts'
import { checkAddress } from '../domain/address.ts'
import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStory } from '../domain/issue.ts'
import { whyNothing, type NothingBecause } from '../domain/why-nothing.ts'
import type { ComposedMessage } from '../mail/compose-message.ts'
import { messageDateOf } from '../mail/message-date.ts'
import { frameLanguage } from '../render/words.ts'
import { findDelivery } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { findDigest, getDigest } from '../store/digests.ts'
import { findIssue, findLatestIssue, listIssueStories } from '../store/issues.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { findSubscription } from '../store/subscriptions.ts'
import { allotToReader } from './allot-to-reader.ts'
import type { EditionOf } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { freezeIssue, loadFrozenIssue, type FrozenIssue } from './frozen-issue.ts'
import { gatherStories } from './gather-stories.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'
import { renderParts } from './render-parts.ts'

/** What is looked at: a stored issue, or the one that its digest would make now. */
type Looked = { digest: Digest; number: number; dueAt: Instant; stories: IssueStory[]; issue: Issue | undefined }

export type Previewed = { ok: true; message: ComposedMessage } | { ok: false; message: string }

/**
 * The mail as the reader gets it. Of a frozen issue it is made from the frozen parts, of a draft from parts rendered now in the same
 * way. A reader whom it was addressed to sees the very bytes that are sent; others see them with the delivery's number left at 0.
 */
export async function previewIssue(
  db: Db,
  wanted: { what: string; as: string },
  publication: Publication,
  now: Instant,
): Promise<Previewed> {
  const looked = await findLooked(db, wanted.what, now)
  if (!looked) return no(`There is no issue and no digest "${wanted.what}". "digest list" and "issue list" show those that there are.`)
  if (looked.stories.length === 0)
    return no(`${looked.digest.slug} has no stories for its next issue yet. Publish one with "briefing add".`)
  const reader = await findReader(db, wanted.as, looked.digest)
  if (!reader.ok) return reader
  const share = await findShare(db, looked, reader)
  if (!share.ok) return share
  const frozen = await frozenOf(db, looked, publication)
  return {
    ok: true,
    message: await putTogether([{ frozen, share: share.share }], publication, messageDateOf(share.dueAt, Math.max(now, share.dueAt))),
  }
}

const no = (message: string): { ok: false; message: string } => ({ ok: false, message })

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
  const digest = await getDigest(db, issue.digestId)
  return { digest, number: issue.number, dueAt: issue.dueAt, stories: await listIssueStories(db, issue.id), issue }
}

type Reader = { ok: true; subscriberId: number; address: string }

async function findReader(db: Db, address: string, digest: Digest): Promise<Reader | { ok: false; message: string }> {
  const checked = checkAddress(address)
  const subscriber = checked.ok ? await findSubscriber(db, checked.canonical) : undefined
  if (!subscriber) return no(`Nobody with the address ${address} is subscribed to anything. "subscriber add" makes a subscription.`)
  const subscription = await findSubscription(db, { subscriberId: subscriber.id, digestId: digest.id })
  if (!subscription) return no(`${address} is not subscribed to ${digest.slug}.`)
  return { ok: true, subscriberId: subscriber.id, address: subscriber.address }
}

type Share = { ok: true; share: EditionOf; dueAt: Instant } | { ok: false; message: string }

async function findShare(db: Db, looked: Looked, { subscriberId, address }: Reader): Promise<Share> {
  const delivery = looked.issue && (await findDelivery(db, { issueId: looked.issue.id, subscriberId }))
  if (delivery) return { ok: true, share: shareOf(delivery, { address }), dueAt: delivery.dueAt }
  const allotted = await allotToReader(db, looked, { subscriberId })
  if (!allotted) return no(`${address} is not subscribed to ${looked.digest.slug}.`)
  const { given: positions, more, reader, issue, subscription, leavesAt } = allotted
  if (positions.length === 0) return no(`${address} gets nothing from this issue: ${NOTHING[whyNothing(issue, reader)]}`)
  const { languages, format } = subscription
  const topicIds = heardTopics(reader, issue.tree)
  const share = { deliveryId: 0, subscriberId, address, positions, more: more.length, topicIds, language: frameLanguage(languages), format }
  return { ok: true, share, dueAt: leavesAt }
}

const NOTHING: Record<NothingBecause, string> = {
  'no-subscription': 'this reader has unsubscribed.',
  suppressed: 'we do not write to this address. "suppression" says why.',
  waits:
    'its mail would fall due only after the next issue is cut, on a day that this reader wants mail; that issue takes its stories along.',
  paused: 'this reader pauses, and is told later what was missed, as chosen.',
  'no-story-on-a-topic': 'none of its stories is on a topic that this reader follows.',
  'no-story-in-a-language': "no story on this reader's topics is in a language that this reader reads.",
  'nothing-new': "every story on this reader's topics was in an earlier mail, is muted, or lies outside the reader's window.",
}

async function frozenOf(db: Db, looked: Looked, publication: Publication): Promise<FrozenIssue> {
  if (looked.issue && looked.issue.state !== 'draft') return loadFrozenIssue(db, looked.issue.id)
  return freezeIssue(looked, await renderParts(db, looked, publication))
}
