import { z } from 'zod'
import { checkZone } from '../../../domain/time-zone.ts'
import { parseWeekdays } from '../../../domain/weekdays.ts'
import { language, slug } from './shapes.ts'

export const zone = z
  .string()
  .max(100)
  .refine((text) => checkZone(text) !== undefined, 'is no IANA time zone such as Africa/Cairo')

export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('HH:MM')

export const weekdays = z
  .string()
  .max(100)
  .refine((text) => parseWeekdays(text) !== undefined, 'is not daily, weekdays, weekend, or a list such as mon,wed')

/** What somebody chooses in a subscription. */
export const chosen = z.object({
  topics: z.array(slug).min(1).max(500).describe('by slug'),
  zone,
  hour: clockTime,
  weekdays,
  languages: z.array(language).min(1).max(10).describe('in the order in which they are read'),
  format: z.enum(['html', 'text']),
})

/** Minutes since midnight, and back. */
export const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
