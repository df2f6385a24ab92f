import { DAY, type Instant } from '../../../src/domain/instant.ts'
import type { Happening, Plan, PlannedReader } from './plan.ts'
import type { Line } from './record.ts'
import { tellingOf, type Told } from './told.ts'
import { wishesAt, type Wishes } from './wishes.ts'
import { lineageOf, LONGEST_WAY } from './world.ts'

export type Published = Extract<Happening, { kind: 'publish' }> & { publishedAt: Instant }

/** What was published, with the time at which it really was. */
export const publishedIn = ({ happenings }: Plan, record: Line[]): Published[] =>
  record.flatMap((line) => {
    const one = line.what === 'done' ? happenings[line.happening] : undefined
    return one?.kind === 'publish' ? [{ ...one, publishedAt: line.at }] : []
  })

export type Due = { reader: PlannedReader; story: Published; digest: string }

/**
 * What must have come, by common sense: somebody has wished the same for long before and after the publication, follows a topic of the
 * story, reads its language, and neither pauses nor mutes anything.
 */
export function dueIn(plan: Plan, { stories, wishes }: { stories: Published[]; wishes: Wishes[][] }): Due[] {
  return plan.readers.flatMap((reader, index) =>
    stories.flatMap((story) => {
      const digest = digestFor(story, { wishes: wishes[index] ?? [], until: plan.settings.until })
      return digest === undefined ? [] : [{ reader, story, digest }]
    }),
  )
}

/** Those of them that stand in no mail. */
export const neverTold = (due: Due[], told: Told): Due[] =>
  due.filter(({ reader, story }) => !told.has(tellingOf(story.key, reader.address)))

function digestFor({ publishedAt, topics, language }: Published, of: { wishes: Wishes[]; until: Instant }): string | undefined {
  const { digests, pausedUntil, mutedUntil } = wishesAt(of.wishes, publishedAt - SETTLED) ?? NOTHING
  if (Math.max(pausedUntil, mutedUntil) > publishedAt - SETTLED) return undefined
  return Object.entries(LONGEST_WAY).find(([slug, way]) => {
    const wish = digests[slug]
    const isSame = !of.wishes.some(({ at }) => at > publishedAt - SETTLED && at < publishedAt + way)
    const isOnTopic = topics.flatMap(lineageOf).some((topic) => wish?.topics.includes(topic))
    return isSame && isOnTopic && wish?.languages.includes(language) && publishedAt + way < of.until
  })?.[0]
}

const SETTLED = 2 * DAY
const NOTHING: Wishes = { at: 0, digests: {}, pausedUntil: 0, mutedUntil: 0 }
