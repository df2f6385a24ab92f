import type { Because } from '../../domain/explanation.ts'
import { listPositions } from '../../domain/positions.ts'
import type { ClaimedDelivery } from '../../store/deliveries.ts'
import type { Db } from '../../store/dialect.ts'
import { getDigest } from '../../store/digests.ts'
import { findAddressedAt } from '../../store/explained.ts'
import { findIssue, listIssueStories } from '../../store/issues.ts'
import { listTopics } from '../../store/topics.ts'
import { allotToReader } from '../allot-to-reader.ts'

/** Why each story stands in a mail that has left, by its position: as it was when the issue was addressed. */
export async function whyGiven(
  db: Db,
  delivery: Pick<ClaimedDelivery, 'issueId' | 'subscriberId' | 'stories'>,
): Promise<Map<number, Because>> {
  const { issueId, subscriberId, stories: given } = delivery
  const issue = await findIssue(db, issueId)
  if (!issue) return new Map()
  const digest = await getDigest(db, issue.digestId)
  const looked = { digest, number: issue.number, dueAt: issue.dueAt, stories: await listIssueStories(db, issueId), issue }
  const asOf = await findAddressedAt(db, issueId)
  const allotted = await allotToReader(db, looked, { subscriberId, ...(asOf !== null && { asOf }) })
  const names = new Map((await listTopics(db)).map((topic) => [topic.id, topic.names]))
  return new Map(listPositions(given).map((position) => [position, because(position)]))

  function because(position: number): Because {
    const verdict = allotted?.verdicts.get(position)
    if (!verdict?.gets) return { code: 'as-addressed' }
    return verdict.why === 'correction' ? { code: 'correction' } : { code: verdict.why, topic: names.get(verdict.topicId) ?? {} }
  }
}
