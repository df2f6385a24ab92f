import type { MailCount } from '../../flow/simulate/count-mails.ts'
import type { Words } from '../../render/word-folder.ts'

/** Days as rows, hours as columns; `heat` from 0 to 4 by the share of the fullest hour. */
export type HeatMap = { hours: string[]; days: { day: string; cells: { mails: string; heat: number; label: string }[]; total: string }[] }

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
const SHADES = 4

export function heatMap(counts: MailCount[], words: Words): HeatMap {
  const byHour = new Map<string, number>()
  for (const { day, hour, mails } of counts) byHour.set(`${day} ${hour}`, (byHour.get(`${day} ${hour}`) ?? 0) + mails)
  const most = Math.max(1, ...byHour.values())
  const days = [...new Set(counts.map(({ day }) => day))].sort()
  const say = (count: number): string => words.say('number', { n: count })
  return {
    hours: HOURS,
    days: days.map((day) => {
      const mails = HOURS.map((hour) => byHour.get(`${day} ${hour}`) ?? 0)
      const cells = mails.map((count, hour) => ({
        mails: count === 0 ? '' : shortOf(count, words),
        heat: Math.ceil((count / most) * SHADES),
        label: words.say('aheadCell', { day, hour: HOURS[hour] ?? '', n: count }),
      }))
      return { day: words.date(day, 'full'), cells, total: say(mails.reduce((sum, count) => sum + count, 0)) }
    }),
  }
}

const shortOf = (count: number, { language }: Words): string =>
  new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
