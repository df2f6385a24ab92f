import type { Language } from './briefing.ts'
import { rankOf } from './language.ts'

/** One language's version of a story; versions of one story share its id. */
export type Version = { position: number; storyId: number; language: Language }

/** Of every story that the reader can read, the version that comes first in the reader's order of languages. Positions, ascending. */
export function pickVersions(languages: Language[], versions: Version[]): number[] {
  const readable = versions.flatMap((version) => {
    const rank = rankOf(languages, version.language)
    return rank === undefined ? [] : [{ ...version, rank }]
  })
  const byStory = Map.groupBy(readable, ({ storyId }) => storyId)
  const best = [...byStory.values()].map((some) => some.reduce((one, other) => (comesBefore(other, one) ? other : one)))
  return best.map(({ position }) => position).sort((one, other) => one - other)
}

type Ranked = Version & { rank: number }

// Two versions that one language of the reader reads, such as zh-Hans and zh-Hant for zh: the one that stands first.
const comesBefore = (one: Ranked, other: Ranked): boolean =>
  one.rank < other.rank || (one.rank === other.rank && one.position < other.position)
