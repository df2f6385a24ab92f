import { messageDateOf } from '../../mail/message-date.ts'
import { findDelivery } from '../../store/deliveries.ts'
import type { Db } from '../../store/dialect.ts'
import { getDigest } from '../../store/digests.ts'
import { findIssue, listIssueStories } from '../../store/issues.ts'
import { shareOf } from '../deliver.ts'
import { freezeIssue } from '../frozen-issue.ts'
import type { Publication } from '../publication.ts'
import { putTogether } from '../put-together.ts'
import { readMail } from '../read-mail.ts'
import { renderParts } from '../render-parts.ts'

export type LargestMail = { day: string; digest: string; stories: number; bytes: number; isClipped: boolean }

/** Gmail cuts html at 102 kB and was measured to do so from 99,507 bytes on. */
const CLIPPED_FROM = 99_500

type Longest = { issueId: number; subscriberId: number; stories: number }

/** Puts together the mail with the most stories of each digest and day, as sending would, and measures its html, or its text alone. */
export async function measureLargest(db: Db, longest: [key: string, Longest][], publication: Publication): Promise<LargestMail[]> {
  const measured = []
  for (const [key, delivery] of longest) {
    const [day = '', digest = ''] = key.split(' ')
    const bytes = await bytesOf(db, delivery, publication)
    measured.push({ day, digest, stories: delivery.stories, bytes, isClipped: bytes >= CLIPPED_FROM })
  }
  return measured.sort((one, other) => (one.day + one.digest < other.day + other.digest ? -1 : 1))
}

async function bytesOf(db: Db, { issueId, subscriberId }: Longest, publication: Publication): Promise<number> {
  const issue = await findIssue(db, issueId)
  const delivery = await findDelivery(db, { issueId, subscriberId })
  if (!issue || !delivery) throw new Error(`The simulated issue ${issueId} is gone`)
  const plan = {
    digest: await getDigest(db, issue.digestId),
    number: issue.number,
    dueAt: issue.dueAt,
    stories: await listIssueStories(db, issueId),
  }
  const frozen = freezeIssue(plan, await renderParts(db, plan, publication, [delivery.language]))
  const share = shareOf(delivery, { address: 'reader@example.com' })
  const { raw } = await putTogether([{ frozen, share }], { ...publication, dkim: undefined }, messageDateOf(delivery.dueAt, delivery.dueAt))
  const { html, text } = await readMail(Buffer.concat(raw))
  return Buffer.byteLength(html ?? text ?? '')
}
