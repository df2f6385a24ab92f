import type { Verdict } from '../../domain/allot-stories.ts'
import type { Because, Explanation, Placement } from '../../domain/explanation.ts'
import type { Db } from '../../store/dialect.ts'
import { getDigest } from '../../store/digests.ts'
import { findPlacedDelivery, type IssueWith, type PlacedDelivery } from '../../store/explained.ts'
import { findIssue, listIssueStories } from '../../store/issues.ts'
import { allotToReader, type ReaderAllotment } from '../allot-to-reader.ts'
import { becauseOf } from './because-of.ts'
import type { Asked } from './asked.ts'

/** Where the story stands in one issue for the reader, and why; of an addressed issue as it was then. */
export async function explainIssue(db: Db, asked: Asked, held: IssueWith): Promise<Explanation> {
  const digest = await getDigest(db, held.digestId)
  const issue = await findIssue(db, held.id)
  const delivery = await findPlacedDelivery(db, { issueId: held.id, subscriberId: asked.subscriberId })
  const asOf = held.addressedAt ?? asked.now
  const looked = { digest, number: held.number, dueAt: held.dueAt, stories: await listIssueStories(db, held.id), issue }
  const allotted = await allotToReader(db, looked, { subscriberId: asked.subscriberId, asOf })
  const given = delivery && held.positions.find((position) => delivery.given.includes(position))
  const context = { digest, looked, asked, asOf }
  const because = async (verdict: Verdict | undefined): Promise<Because> => becauseOf(db, verdict, { ...context, allotted })
  if (delivery && given !== undefined)
    return {
      digest: digest.names,
      slug: digest.slug,
      placement: placementOf(held, delivery),
      because: await because(givenVerdict(allotted, given)),
    }
  const placement: Placement = { kind: 'left-out', issueId: held.id, number: held.number, cutAt: held.dueAt }
  const hadNoRoom = delivery && held.positions.some((position) => delivery.more.includes(position))
  if (hadNoRoom) return { digest: digest.names, slug: digest.slug, placement, because: { code: 'over-cap', cap: digest.cap } }
  return { digest: digest.names, slug: digest.slug, placement, because: await because(mostTelling(allotted, held.positions)) }
}

function placementOf({ id, number }: IssueWith, { state, dueAt, putOffFrom, settledAt, reason }: PlacedDelivery): Placement {
  return { kind: 'given', issueId: id, number, state, dueAt, putOffFrom, settledAt, detail: reason }
}

/** What was given was given for a reason that the rules still know, unless what they ask of has been pruned. */
const givenVerdict = (allotted: ReaderAllotment | undefined, position: number): Verdict | undefined => {
  const verdict = allotted?.verdicts.get(position)
  return verdict?.gets ? verdict : undefined
}

/** Of several versions of a story, the verdict on the one that came nearest to being given. */
function mostTelling(allotted: ReaderAllotment | undefined, positions: number[]): Verdict | undefined {
  const verdicts = positions.flatMap((position) => allotted?.verdicts.get(position) ?? [])
  return verdicts.find(({ why }) => why !== 'language' && why !== 'other-version') ?? verdicts[0]
}
