import type { Digest } from '../../../domain/digest.ts'
import { nextCuts } from '../../../domain/digest-schedule.ts'
import { HOUR } from '../../../domain/instant.ts'
import { hourText } from '../../../domain/reader-hour.ts'
import { EVERY_DAY, hasWeekday } from '../../../domain/weekdays.ts'
import type { Topic } from '../../../domain/topic.ts'
import { nameIn } from '../../../render/name-in.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'
import { languageFields } from './language-fields.ts'
import { RANKS } from './read-digest-form.ts'
import { dayNames, scheduleWords } from './schedule-words.ts'

const DATES = 10

/** The next dates of a digest in its own zone, as they follow from its schedule. */
export const nextDates = ({ clock }: Web, { schedule, release }: Digest, { words }: Visit): string[] =>
  release === 'fixed' ? nextCuts(schedule, clock(), DATES).map((at) => words.moment(at, schedule.zone)) : []

type Known = { digest: Digest | undefined; topics: Topic[]; topicIds: number[]; calendars: string[] }

/** What stands in the form of a digest: as it is, or as a new one begins. */
export function digestForm({ digest, topics, topicIds, calendars }: Known, { words, zone }: Visit): object {
  const { language } = words
  const schedule = digest?.schedule ?? { zone, minute: 360, weekdays: EVERY_DAY }
  const recurrence = digest?.schedule.recurrence ?? { kind: 'weekly' as const, every: 1 }
  const option = (value: string, label: string, chosen: string): object => ({ value, label, isChosen: value === chosen })
  return {
    slug: digest?.slug ?? '',
    names: languageFields(digest?.names ?? {}, language),
    releases: (['fixed', 'rolling', 'instant'] as const).map((kind) => ({
      ...option(kind, words.say(`digests.release-${kind}`), digest?.release ?? 'fixed'),
      about: words.say(`digests.release-${kind}-is`),
    })),
    hour: hourText(schedule.minute),
    zone: schedule.zone,
    days: dayNames(language, 'short').map((label, day) => ({
      field: `day-${day + 1}`,
      label,
      isChosen: hasWeekday(schedule.weekdays, day + 1),
    })),
    kinds: (['weekly', 'monthly-weekday', 'monthly-date'] as const).map((kind) =>
      option(kind, words.say(`digests.kind-${kind}`), recurrence.kind),
    ),
    every: recurrence.kind === 'weekly' ? recurrence.every : 1,
    since: recurrence.kind === 'weekly' ? (recurrence.since ?? '') : '',
    ranks: RANKS.map((rank) =>
      option(String(rank), words.say(`digests.rank${rank}`), recurrence.kind === 'monthly-weekday' ? String(recurrence.nth) : '1'),
    ),
    day: recurrence.kind === 'monthly-date' ? recurrence.day : 1,
    calendars: calendars.map((name) => option(name, name, digest?.calendar ?? '')),
    topics: topics.map(({ id, slug, names }) => ({ slug, name: nameIn(names, language).text, isChosen: topicIds.includes(id) })),
    isByPerson: digest?.approval === 'person',
    cap: digest?.cap ?? 10,
    topicCap: digest?.topicCap ?? '',
    isCarrying: digest?.overflow === 'carry',
    isRecap: digest?.isRecap ?? false,
    fewest: digest?.fewest ?? 1,
    mostWaits: digest?.mostWaits ?? 0,
    isApart: digest?.joins === false,
    silentAfter: digest?.silentAfter ?? 0,
    quietFrom: digest?.quiet ? hourText(digest.quiet.from) : '',
    quietUntil: digest?.quiet ? hourText(digest.quiet.until) : '',
    leastPriority: digest?.leastPriority ?? 9,
    lateLimit: (digest?.lateLimit ?? 12 * HOUR) / HOUR,
    usefulFor: (digest?.usefulFor ?? 24 * HOUR) / HOUR,
    isPrivate: digest?.isPublic === false,
    zones: Intl.supportedValuesOf('timeZone'),
  }
}

/** A digest in the list. */
export function digestRow(web: Web, digest: Digest, visit: Visit): object {
  const { words } = visit
  const [next = ''] = nextDates(web, digest, visit)
  return {
    slug: digest.slug,
    name: nameIn(digest.names, words.language).text,
    schedule: scheduleWords(digest, words),
    next,
    approval: words.say(`digests.approval-${digest.approval}`),
    isPrivate: !digest.isPublic,
    colour: digest.look?.colour ?? '',
  }
}
