import type { FastifyRequest } from 'fastify'
import type { Language } from '../../../domain/briefing.ts'
import { canonicalLanguage } from '../../../domain/language.ts'
import type { Format } from '../../../domain/part.ts'
import { parseHour, type ReaderHour } from '../../../domain/reader-hour.ts'
import { checkZone } from '../../../domain/time-zone.ts'
import { parseWeekdays } from '../../../domain/weekdays.ts'
import { formFields } from '../form-fields.ts'

export type ChoicesRead =
  | { ok: true; choices: { digest: string; topics: string[]; hour: ReaderHour; languages: Language[]; format: Format } }
  | { ok: false; reason: 'no-hour' | 'no-language' }

/** What is chosen for a reader in a form. */
export function readChoicesForm(request: FastifyRequest): ChoicesRead {
  const fields = formFields(request, ['digest', 'time', 'zone', 'languages', 'format'])
  const [minute, zone, weekdays] = [parseHour(fields.time), checkZone(fields.zone), parseWeekdays(manyOf(request.body, 'day').join(','))]
  if (minute === undefined || zone === undefined || weekdays === undefined) return { ok: false, reason: 'no-hour' }
  const languages = fields.languages
    .split(/[\s,，、]+/)
    .filter((tag) => tag !== '')
    .map((tag) => canonicalLanguage(tag))
  if (languages.length === 0 || languages.some((tag) => tag === undefined)) return { ok: false, reason: 'no-language' }
  return {
    ok: true,
    choices: {
      ...{ digest: fields.digest, topics: manyOf(request.body, 'topic'), hour: { zone, minute, weekdays } },
      ...{ languages: languages.filter((tag) => tag !== undefined), format: fields.format === 'text' ? 'text' : 'html' },
    },
  }
}

/** The values of boxes and lists of which several may be chosen. */
export function manyOf(body: unknown, name: string): string[] {
  const value = (body as Record<string, unknown>)[name]
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string').slice(0, 1000)
}
