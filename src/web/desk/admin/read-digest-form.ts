import type { FastifyRequest } from 'fastify'
import type { Recurrence } from '../../../domain/digest-schedule.ts'
import { HOUR } from '../../../domain/instant.ts'
import { parseHour } from '../../../domain/reader-hour.ts'
import { checkZone } from '../../../domain/time-zone.ts'
import type { WantedDigest } from '../../../flow/add-digest.ts'
import { formFields } from '../form-fields.ts'
import { namesFrom } from './language-fields.ts'

const FIELDS = [
  ...(['release', 'hour', 'zone', 'kind', 'every', 'since', 'nth', 'day', 'calendar', 'approval', 'cap', 'topicCap', 'overflow'] as const),
  ...([
    'recap',
    'fewest',
    'mostWaits',
    'apart',
    'silentAfter',
    'quietFrom',
    'quietUntil',
    'leastPriority',
    'lateLimit',
    'usefulFor',
  ] as const),
  ...(['private', 'slug'] as const),
]

type Fields = Record<(typeof FIELDS)[number], string>

/** What a digest is to be, or the key of what is wrong with the form. */
export type DigestForm = { ok: true; wanted: WantedDigest } | { ok: false; fault: 'zone' | 'hour' | 'days' | 'quiet' }

/** Reads the form of a digest; numbers that make no sense are the usual ones, and the verbs judge the rest. */
export function readDigestForm(request: FastifyRequest): DigestForm {
  const fields = formFields(request, FIELDS)
  const body = (request.body ?? {}) as Record<string, unknown>
  const [minute, zone] = [parseHour(fields.hour), checkZone(fields.zone)]
  const weekdays = Array.from({ length: 7 }, (_, day) => (body[`day-${day + 1}`] === 'on' ? 1 << day : 0)).reduce((a, b) => a | b, 0)
  if (zone === undefined) return { ok: false, fault: 'zone' }
  if (minute === undefined) return { ok: false, fault: 'hour' }
  if (weekdays === 0) return { ok: false, fault: 'days' }
  const quiet = readQuiet(fields)
  if (quiet === undefined) return { ok: false, fault: 'quiet' }
  const release = fields.release === 'rolling' || fields.release === 'instant' ? fields.release : 'fixed'
  const silentAfter = number(fields.silentAfter, 0, 365, 0)
  return {
    ok: true,
    wanted: {
      slug: fields.slug.trim(),
      names: namesFrom(request, 'name'),
      release,
      schedule: { zone, minute, weekdays, recurrence: readRecurrence(fields) },
      calendar: fields.calendar === '' ? null : fields.calendar,
      topics: Object.keys(body).flatMap((field) =>
        field.startsWith('topic-') && body[field] === 'on' ? [field.slice('topic-'.length)] : [],
      ),
      approval: fields.approval === 'person' ? 'person' : 'auto',
      cap: number(fields.cap, 1, 100, 10),
      topicCap: fields.topicCap === '' ? null : number(fields.topicCap, 1, 100, 10),
      overflow: fields.overflow === 'carry' ? 'carry' : 'page',
      isRecap: fields.recap === 'on',
      isPublic: fields.private !== 'on',
      fewest: number(fields.fewest, 1, 100, 1),
      mostWaits: number(fields.mostWaits, 0, 100, 0),
      joins: fields.apart !== 'on',
      silentAfter: silentAfter === 0 ? null : silentAfter,
      quiet: release === 'instant' ? quiet.hours : null,
      leastPriority: number(fields.leastPriority, 0, 9, 9),
      lateLimit: number(fields.lateLimit, 1, 168, 12) * HOUR,
      usefulFor: number(fields.usefulFor, 1, 168, 24) * HOUR,
    },
  }
}

function readRecurrence({ kind, every, since, nth, day }: Fields): Recurrence {
  if (kind === 'monthly-date') return { kind, day: number(day, 1, 31, 1) }
  if (kind === 'monthly-weekday') return { kind, nth: RANKS.find((rank) => String(rank) === nth) ?? 1 }
  return { kind: 'weekly', every: number(every, 1, 52, 1), ...(/^\d{4}-\d{2}-\d{2}$/.test(since) && { since }) }
}

export const RANKS = [1, 2, 3, 4, 5, -1] as const

function readQuiet({ quietFrom, quietUntil }: Fields): { hours: { from: number; until: number } | null } | undefined {
  if (quietFrom === '' && quietUntil === '') return { hours: null }
  const [from, until] = [parseHour(quietFrom), parseHour(quietUntil)]
  return from === undefined || until === undefined || from === until ? undefined : { hours: { from, until } }
}

function number(text: string, least: number, most: number, usual: number): number {
  const value = Number(text)
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : usual
}
