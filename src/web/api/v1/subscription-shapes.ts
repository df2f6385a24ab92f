import { z } from 'zod'
import { hourText, parseHour } from '../../../domain/reader-hour.ts'
import { checkZone } from '../../../domain/time-zone.ts'
import { parseWeekdays, weekdaysText } from '../../../domain/weekdays.ts'
import type { ListedSubscription } from '../../../store/listings/subscriptions.ts'
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

/** A subscription in a list. */
export const line = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string(),
  digest: z.string(),
  state: z.string(),
  zone: z.string(),
  hour: z.string(),
  weekdays: z.string(),
  languages: z.array(z.string()),
  format: z.string(),
  topics: z.array(z.string()),
})

/** What a new one needs. */
export const wanted = chosen.partial({ weekdays: true, format: true }).extend({
  address: z.string().min(3).max(320),
  consent: z.string().min(1).max(1000).optional().describe('where and how this person agreed; kept in the log of consents'),
  name: z.string().max(80).default(''),
  digest: slug,
  comeBack: z.boolean().default(false).describe('the reader had left, and has asked to come back'),
})

/** Minutes since midnight; the shape lets nothing else through. */
export const minuteOf = (text: z.infer<typeof clockTime>): number => parseHour(text) ?? 0

export const lineOf = ({ minute, weekdays, ...listedOne }: ListedSubscription): z.infer<typeof line> => ({
  ...listedOne,
  hour: hourText(minute),
  weekdays: weekdaysText(weekdays),
})
