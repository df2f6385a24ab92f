import { allotStories, heardTopics } from '../../domain/allot-stories.ts'
import type { Language } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Format } from '../../domain/part.ts'
import { nextHour } from '../../domain/reader-hour.ts'
import { treeOf } from '../../domain/topic-tree.ts'
import { EVERY_DAY } from '../../domain/weekdays.ts'
import { frameLanguage } from '../../render/words.ts'
import type { Db } from '../../store/dialect.ts'
import { ruleStories } from '../../store/ruled-stories.ts'
import { listTopics } from '../../store/topics.ts'
import type { EditionOf } from '../arrange-sections.ts'
import type { IssuePlan } from '../render-parts.ts'

/** Somebody who does not exist: what such a reader would get who has had nothing before. No topics: all of them. */
export type MadeUpReader = {
  topicIds: number[]
  languages: Language[]
  zone: string
  /** The minute of the day at which mail is wanted. */
  minute: number
  format: Format
  /** The day on which the mail falls due, `2026-03-10`; without, the first on which it can. */
  date?: string | undefined
}

const ADDRESS = 'reader@example.com'

/** The share of an issue that a made-up reader gets, and when. Its tokens belong to nobody. */
export async function madeUpShare(db: Db, plan: IssuePlan, reader: MadeUpReader): Promise<{ share: EditionOf; dueAt: Instant }> {
  const { digest } = plan
  const tree = treeOf(await listTopics(db))
  const topicIds = reader.topicIds.length > 0 ? reader.topicIds : [...new Set(plan.stories.flatMap((story) => story.topicIds))]
  const dueAt = dueOf(plan, reader)
  const ruled = {
    ...{ state: 'active' as const, isSuppressed: false, topicIds, mutedIds: [], languages: reader.languages, pausedUntil: null },
    ...{ hour: { verdict: 'due' as const, dueAt, servedTo: -1 }, arrears: [], had: new Map<number, number>(), carried: new Set<number>() },
  }
  // There is nobody whom a correction could correct: it is shown as a story.
  const stories = (await ruleStories(db, plan.stories)).map((story) => ({ ...story, correctsId: null }))
  const { given, more } = allotStories({ stories, tree, isRecap: true, cap: digest.cap, topicCap: digest.topicCap }, ruled)
  const { languages, format } = reader
  const share = {
    ...{ deliveryId: 0, subscriberId: 0, address: ADDRESS, positions: given, more: more.length },
    ...{ topicIds: heardTopics(ruled, tree), language: frameLanguage(languages), format },
  }
  return { share, dueAt }
}

function dueOf({ dueAt }: IssuePlan, { zone, minute, date }: MadeUpReader): Instant {
  if (date === undefined) return nextHour({ zone, minute, weekdays: EVERY_DAY }, dueAt)
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
}
