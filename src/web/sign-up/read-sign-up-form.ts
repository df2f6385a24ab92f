import { canonicalLanguage } from '../../domain/language.ts'
import type { Format } from '../../domain/part.ts'
import { parseHour } from '../../domain/reader-hour.ts'
import type { Topic } from '../../domain/topic.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'
import { findZone } from '../../render/cities.ts'
import type { SignUpWish } from '../../flow/ask-to-subscribe.ts'
import { chosenIds } from './topic-groups.ts'

/** The fields as they stand in the form. */
export type SignUpFields = {
  address: string
  name: string
  topics: string[]
  often: string
  hour: string
  zone: string
  days: string[]
  languages: string[]
  format: string
}

/** Per field the key of the wording that says what to do. */
export type SignUpFaults = Partial<Record<keyof SignUpFields, string>>

/** What a digest offers, and what stands for a field that a form does not have. */
export type SignUpOffer = { topics: Topic[]; languages: string[]; usual: SignUpFields }

export type SignUpRead =
  { ok: true; fields: SignUpFields; choices: SignUpWish['choices'] } | { ok: false; fields: SignUpFields; faults: SignUpFaults }

export const OFTEN = ['daily', 'workdays', 'weekly', 'days'] as const

const DAYS_OF: Record<string, string> = { daily: 'daily', workdays: 'mon,tue,wed,thu,fri', weekly: 'sun' }

/** Reads a posted form or the body of a call, whatever it holds. What is missing is as usual; what was typed stays in `fields`. */
export function readSignUpForm(body: unknown, { topics, languages, usual }: SignUpOffer): SignUpRead {
  const fields = fieldsOf(body, usual)
  const topicIds = chosenIds(topics, fields.topics)
  const minute = parseHour(fields.hour)
  const zone = findZone(fields.zone)
  const weekdays = parseWeekdays(DAYS_OF[fields.often] ?? fields.days.join(','))
  const read = languagesOf(fields.languages, languages)
  const format = formatOf(fields.format)
  const isWhole = topicIds.length > 0 && minute !== undefined && zone !== undefined && weekdays !== undefined && read.length > 0 && format
  if (isWhole) return { ok: true, fields, choices: { topicIds, hour: { zone, minute, weekdays }, languages: read, format } }
  const faults = {
    ...(topicIds.length === 0 && { topics: 'faultTopics' }),
    ...(minute === undefined && { hour: 'faultHour' }),
    ...(zone === undefined && { zone: 'faultCity' }),
    ...(weekdays === undefined && { days: 'faultDays' }),
    ...(read.length === 0 && { languages: 'faultLanguages' }),
    ...(!format && { format: 'faultFormat' }),
  }
  return { ok: false, fields, faults }
}

const MOST_VALUES = 500
const LONGEST_VALUE = 1000

/** One value of a body, or all that go by that name. */
export function fieldReader(body: unknown) {
  const held = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const all = (name: string): string[] =>
    (Object.hasOwn(held, name) ? [held[name]] : [])
      .flat()
      .slice(0, MOST_VALUES)
      .filter((value) => typeof value === 'string')
      .map((value) => value.slice(0, LONGEST_VALUE))
  return { all, one: (name: string): string | undefined => all(name).at(-1) }
}

function fieldsOf(body: unknown, usual: SignUpFields): SignUpFields {
  const { all, one } = fieldReader(body)
  const some = (name: string, otherwise: string[]): string[] => (all(name).length > 0 ? all(name) : otherwise)
  const days = all('day')
  return {
    address: (one('address') ?? '').trim(),
    name: one('name') ?? '',
    topics: all('topic'),
    often: one('often') ?? (days.length > 0 ? 'days' : usual.often),
    hour: one('hour') ?? usual.hour,
    zone: one('zone') ?? usual.zone,
    days,
    languages: some('language', usual.languages),
    format: one('format') ?? usual.format,
  }
}

// Only languages that are on offer: a list of any others would never match a story.
const languagesOf = (chosen: string[], offered: string[]): string[] => [
  ...new Set(chosen.flatMap((tag) => canonicalLanguage(tag) ?? []).filter((language) => offered.includes(language))),
]

const formatOf = (format: string): Format | undefined => (format === 'html' || format === 'text' ? format : undefined)
