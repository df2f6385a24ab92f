import type { Digest } from '../domain/digest.ts'
import type { DigestLook } from '../domain/digest-look.ts'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import { readMessage } from '../mail/read-message.ts'
import { frameLanguage } from '../render/words.ts'
import type { Db } from '../store/dialect.ts'
import { findDigest } from '../store/digests.ts'
import { findLatestIssue, listIssueStories } from '../store/issues.ts'
import { freezeIssue } from './frozen-issue.ts'
import { gatherStories } from './gather-stories.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'
import { renderParts } from './render-parts.ts'

const MOST = 4

/** The html of a mail of a digest as it would be with a look, made by what makes every mail; undefined where there is no digest. */
export async function previewLook(
  db: Db,
  { slug, look, language }: { slug: string; look: DigestLook; language: Language },
  publication: Publication,
  now: Instant,
): Promise<string | undefined> {
  const known = await findDigest(db, slug)
  if (!known) return undefined
  const digest: Digest = { ...known, look }
  const stories = await storiesFor(db, digest, now)
  const frame = frameLanguage([language])
  const plan = { digest, number: digest.nextNumber, dueAt: now, stories }
  const frozen = freezeIssue({ ...plan, stories }, await renderParts(db, plan, publication, [frame]))
  const share = {
    ...{ deliveryId: 0, subscriberId: 0, address: 'reader@example.com', language: frame, format: 'html' as const },
    positions: stories.map(({ position }) => position),
    topicIds: [...new Set(stories.flatMap(({ topicIds }) => topicIds))],
    more: 0,
  }
  const { raw } = await putTogether([{ frozen, share }], publication, now)
  return (await readMessage(Buffer.concat(raw))).html
}

/** Those that wait for its next issue, or those of its last one; a digest without any is shown with the note that there is nothing. */
async function storiesFor(db: Db, digest: Digest, now: Instant): Promise<IssueStory[]> {
  const { stories } = await gatherStories(db, digest, now)
  if (stories.length > 0) return stories.slice(0, MOST)
  const issue = await findLatestIssue(db, digest.id)
  return issue ? (await listIssueStories(db, issue.id)).slice(0, MOST) : []
}
