import type { OnReturn, Pause } from '../../domain/choice.ts'
import type { Instant } from '../../domain/instant.ts'
import { canonicalLanguage } from '../../domain/language.ts'
import type { Format } from '../../domain/part.ts'
import { parseHour, type ReaderHour } from '../../domain/reader-hour.ts'
import { checkZone } from '../../domain/time-zone.ts'
import type { Topic } from '../../domain/topic.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'
import { readPauseDate } from './pause-date.ts'

/** The fields as they stand in the form. Topics and digests by slug, days as `mon`, languages in the reader's order. */
export type PreferencesFields = {
  topics: string[]
  /** The other digests that are wanted. */
  digests: string[]
  hour: string
  zone: string
  days: string[]
  languages: string[]
  format: string
  /** The day before which no mail is wanted, `2026-04-01`; empty for no pause. */
  pause: string
  onReturn: string
}

/** Per field the key of the wording that says what to do. */
export type FieldFaults = Partial<Record<keyof PreferencesFields | 'name' | 'address' | 'quiet', string>>

export type PreferencesOffer = { topics: Topic[]; languages: string[]; digests: { id: number; slug: string }[] }

type Choices = { topicIds: number[]; hour: ReaderHour; languages: string[]; format: Format }

/** What the reader wants done with the form: keep it, come back with it, or only see what it would bring. */
export type PreferencesWish = 'change' | 'come-back' | 'look'

export type PreferencesRead =
  | {
      ok: true
      fields: PreferencesFields
      choices: Choices
      pause: Pause | null
      others: { wanted: number[]; unwanted: number[] }
      everywhere: boolean
    }
  | { ok: false; fields: PreferencesFields; faults: FieldFaults }

/** Reads a posted form, whatever it holds. What was typed stays in `fields`, to be shown again beside its faults. */
export function readPreferencesForm(body: unknown, offer: PreferencesOffer, now: Instant): PreferencesRead {
  const form = readForm(body)
  const { fields } = form
  const topicIds = offer.topics.filter((topic) => fields.topics.includes(topic.slug)).map((topic) => topic.id)
  const minute = parseHour(fields.hour)
  const zone = checkZone(fields.zone)
  const weekdays = parseWeekdays(fields.days.join(','))
  const languages = languagesOf(fields.languages, offer.languages)
  const format = formatOf(fields.format)
  const until = zone === undefined ? undefined : readPauseDate(fields.pause, zone, now)
  const isWhole = topicIds.length > 0 && languages.length > 0
  if (isWhole && minute !== undefined && zone !== undefined && weekdays !== undefined && format && until !== undefined) {
    const pause = until === null ? null : { until, onReturn: onReturnOf(fields.onReturn) }
    const choices = { topicIds, hour: { zone, minute, weekdays }, languages, format }
    return { ok: true, fields, choices, pause, others: othersOf(form, offer), everywhere: form.everywhere }
  }
  const faults = {
    ...(topicIds.length === 0 && { topics: 'faultTopics' }),
    ...(minute === undefined && { hour: 'faultHour' }),
    ...(zone === undefined && { zone: 'faultZone' }),
    ...(weekdays === undefined && { days: 'faultDays' }),
    ...(languages.length === 0 && { languages: 'faultLanguages' }),
    ...(!format && { format: 'faultFormat' }),
    ...(zone !== undefined && until === undefined && { pause: 'faultPause' }),
  }
  return { ok: false, fields, faults }
}

export function readWish(body: unknown): PreferencesWish {
  const { wish } = asRecord(body)
  return wish === 'come-back' || wish === 'look' ? wish : 'change'
}

const MOST_VALUES = 500

type Form = { fields: PreferencesFields; shown: string[]; everywhere: boolean }

function readForm(posted: unknown): Form {
  const body = asRecord(posted)
  const all = (name: string): string[] =>
    [body[name]]
      .flat()
      .slice(0, MOST_VALUES)
      .filter((value) => typeof value === 'string')
  const one = (name: string): string => all(name).at(-1) ?? ''
  const when = { hour: one('hour'), zone: one('zone'), days: all('day'), pause: one('pause'), onReturn: one('return') }
  const fields = { ...when, topics: all('topic'), digests: all('digest'), languages: all('language'), format: one('format') }
  return { fields, shown: all('shown'), everywhere: one('everywhere') === 'yes' }
}

const asRecord = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}

// Only languages that are on offer: a list of any others would never match a story.
const languagesOf = (chosen: string[], offered: string[]): string[] => [
  ...new Set(chosen.flatMap((tag) => canonicalLanguage(tag) ?? []).filter((language) => offered.includes(language))),
]

const formatOf = (format: string): Format | undefined => (format === 'html' || format === 'text' ? format : undefined)

const onReturnOf = (word: string): OnReturn => (word === 'best' || word === 'nothing' ? word : 'all')

// A digest that the form did not show stays as it is.
function othersOf({ fields, shown }: Form, { digests }: PreferencesOffer): { wanted: number[]; unwanted: number[] } {
  const those = digests.filter(({ slug }) => shown.includes(slug))
  const isWanted = ({ slug }: { slug: string }): boolean => fields.digests.includes(slug)
  return {
    wanted: those.filter(isWanted).map(({ id }) => id),
    unwanted: those.filter((digest) => !isWanted(digest)).map(({ id }) => id),
  }
}
