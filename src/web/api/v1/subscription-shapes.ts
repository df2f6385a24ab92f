import { z } from 'zod'
import { parseHour } from '../../../domain/reader-hour.ts'
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

/** Minutes since midnight; the shape lets nothing else through. */
export const minuteOf = (text: z.infer<typeof clockTime>): number => parseHour(text) ?? 0
