import { canonicalLanguage } from '../../domain/language.ts'
import type { Format } from '../../domain/part.ts'
import { parseHour, type ReaderHour } from '../../domain/reader-hour.ts'
import { checkZone } from '../../domain/time-zone.ts'
import type { Topic } from '../../domain/topic.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'

/** The fields as they stand in the form. Topics by slug, days as `mon`, languages in the reader's order. */
export type PreferencesFields = { topics: string[]; hour: string; zone: string; days: string[]; languages: string[]; format: string }

/** Per field the key of the wording that says what to do. */
export type FieldFaults = Partial<Record<keyof PreferencesFields, string>>

export type PreferencesOffer = { topics: Topic[]; languages: string[] }

type Choices = { topicIds: number[]; hour: ReaderHour; languages: string[]; format: Format }

export type PreferencesRead =
  | { ok: true; fields: PreferencesFields; choices: Choices; comeBack: boolean }
  | { ok: false; fields: PreferencesFields; faults: FieldFaults }

/** Reads a posted form, whatever it holds. What was typed stays in `fields`, to be shown again beside its faults. */
export function readPreferencesForm(body: unknown, offer: PreferencesOffer): PreferencesRead {
  const fields = fieldsOf(typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {})
  const topicIds = offer.topics.filter((topic) => fields.topics.includes(topic.slug)).map((topic) => topic.id)
  const minute = parseHour(fields.hour)
  const zone = checkZone(fields.zone)
  const weekdays = parseWeekdays(fields.days.join(','))
  const languages = languagesOf(fields.languages, offer.languages)
  const format = formatOf(fields.format)
  const isWhole =
    topicIds.length > 0 && minute !== undefined && zone !== undefined && weekdays !== undefined && languages.length > 0 && format
  if (isWhole)
    return { ok: true, fields, choices: { topicIds, hour: { zone, minute, weekdays }, languages, format }, comeBack: isComingBack(body) }
  const faults = {
    ...(topicIds.length === 0 && { topics: 'faultTopics' }),
    ...(minute === undefined && { hour: 'faultHour' }),
    ...(zone === undefined && { zone: 'faultZone' }),
    ...(weekdays === undefined && { days: 'faultDays' }),
    ...(languages.length === 0 && { languages: 'faultLanguages' }),
    ...(!format && { format: 'faultFormat' }),
  }
  return { ok: false, fields, faults }
}

const MOST_VALUES = 500

function fieldsOf(body: Record<string, unknown>): PreferencesFields {
  const all = (name: string): string[] =>
    [body[name]]
      .flat()
      .slice(0, MOST_VALUES)
      .filter((value) => typeof value === 'string')
  const one = (name: string): string => all(name).at(-1) ?? ''
  return { topics: all('topic'), hour: one('hour'), zone: one('zone'), days: all('day'), languages: all('language'), format: one('format') }
}

// Only languages that are on offer: a list of any others would never match a story.
const languagesOf = (chosen: string[], offered: string[]): string[] => [
  ...new Set(chosen.flatMap((tag) => canonicalLanguage(tag) ?? []).filter((language) => offered.includes(language))),
]

const formatOf = (format: string): Format | undefined => (format === 'html' || format === 'text' ? format : undefined)

const isComingBack = (body: unknown): boolean => (body as Record<string, unknown>).wish === 'come-back'
