import type { Chunk } from '../store/addressing-chunk.ts'
import type { PositionPair } from '../store/carried-bits.ts'
import type { Db } from '../store/dialect.ts'
import type { OtherIssue } from '../store/had-stories.ts'
import { listSharingIssues, type SharingIssue } from '../store/ruled-stories.ts'
import type { Rules } from './addressing-rules.ts'
import { MOST_CARRIED } from './gather-stories.ts'

/** The issues that may have given readers what ours holds or corrects, or have left it over for ours. */
export async function listOtherIssues(tx: Db, { issueId }: Chunk, rules: Rules): Promise<OtherIssue[]> {
  const asked = rules.stories.flatMap(({ storyId, correctsId }) => (correctsId === null ? [storyId] : [storyId, correctsId]))
  const sharing = await listSharingIssues(tx, issueId, [...new Set(asked)])
  const firsts = firstNumbers(sharing, rules.digest.id)
  return sharing.map((other) => {
    const there: Places = Map.groupBy(other.stories, ({ storyId }) => storyId)
    return {
      issueId: other.issueId,
      same: pairsOf(there, rules, ({ storyId }) => storyId),
      leftOver: isBefore(other, rules)
        ? pairsOf(there, rules, ({ storyId }) => ((firsts.get(storyId) ?? 0) >= rules.number - MOST_CARRIED ? storyId : null))
        : [],
      corrected: pairsOf(there, rules, ({ correctsId }) => correctsId),
    }
  })
}

/** The stories of another issue by their ids; none has `null`. */
type Places = Map<number | null, SharingIssue['stories']>

type Story = Rules['stories'][number]

function pairsOf(there: Places, rules: Rules, idOf: (story: Story) => number | null): PositionPair[] {
  return rules.stories.flatMap((story) => (there.get(idOf(story)) ?? []).map(({ position }) => ({ there: position, here: story.position })))
}

const isBefore = ({ digestId, number }: SharingIssue, { digest, number: own }: Rules): boolean => digestId === digest.id && number < own

/** The number of the first issue of the digest that held each story. */
function firstNumbers(sharing: SharingIssue[], digestId: number): Map<number, number> {
  const firsts = new Map<number, number>()
  for (const { digestId: its, number, stories } of sharing)
    if (its === digestId) for (const { storyId } of stories) firsts.set(storyId, Math.min(number, firsts.get(storyId) ?? number))
  return firsts
}
