import { DAY, HOUR, type Instant } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import type { WantedDigest } from '../../../src/flow/add-digest.ts'

/** Every topic and the one above it. */
export const TOPICS: Record<string, string | undefined> = {
  world: undefined,
  asia: 'world',
  japan: 'asia',
  africa: 'world',
  science: undefined,
  health: 'science',
  sport: undefined,
  football: 'sport',
}

export const LANGUAGES = ['en', 'zh', 'ar']

const usual = { topics: [], approval: 'auto' as const, lateLimit: 12 * HOUR, usefulFor: 24 * HOUR }

/** Twice a day, one of them with room for little; once a week; at every reader's own hour; and at once. */
export const DIGESTS: WantedDigest[] = [
  { ...usual, slug: 'morning', names: { en: 'Morning' }, cap: 100, schedule: { zone: 'Europe/London', minute: 330, weekdays: EVERY_DAY } },
  {
    ...usual,
    ...{ slug: 'evening', names: { en: 'Evening' }, cap: 3, overflow: 'carry' },
    schedule: { zone: 'America/New_York', minute: 1050, weekdays: EVERY_DAY },
  },
  { ...usual, slug: 'weekly', names: { en: 'Weekly' }, cap: 100, schedule: { zone: 'Africa/Cairo', minute: 960, weekdays: 1 << 4 } },
  {
    ...usual,
    slug: 'rolling',
    names: { en: 'Rolling' },
    cap: 100,
    release: 'rolling',
    schedule: { zone: 'UTC', minute: 0, weekdays: EVERY_DAY },
  },
  {
    ...usual,
    ...{ slug: 'alerts', names: { en: 'Alerts' }, cap: 5, release: 'instant', leastPriority: 8 },
    schedule: { zone: 'UTC', minute: 0, weekdays: EVERY_DAY },
  },
]

/** The zone of a reader that no clock knows; the digest's stands in for it. */
export const UNKNOWN_ZONE = 'Mars/Olympus_Mons'

export const zoneOf = (digest: string): string => DIGESTS.find(({ slug }) => slug === digest)?.schedule.zone ?? 'UTC'

/** A topic and all above it. */
export function lineageOf(topic: string): string[] {
  const parent = TOPICS[topic]
  return parent === undefined ? [topic] : [topic, ...lineageOf(parent)]
}

/**
 * How long a story may be on its way to a reader of a digest who has one day a week, when a downtime of two days makes a cut or a mail come
 * too late. Not of those that may leave a story out: for want of room, or because news is old.
 */
export const LONGEST_WAY: Record<string, Instant> = { morning: 18 * DAY, rolling: 18 * DAY, weekly: 28 * DAY }
