import type { Digest } from '../../domain/digest.ts'
import { EVERY_DAY, hasWeekday } from '../../domain/weekdays.ts'
import type { Words } from '../../render/words.ts'
import { dayNames } from './day-views.ts'

/** At what pace a digest comes, in a few words. */
export function oftenText({ release, schedule }: Pick<Digest, 'release' | 'schedule'>, words: Words): string {
  if (release === 'instant') return words.say('chooseOftenInstant')
  const { recurrence } = schedule
  const isWeekly = recurrence === undefined || (recurrence.kind === 'weekly' && recurrence.every === 1)
  if (!isWeekly) return words.say('chooseOftenSome')
  if (schedule.weekdays === EVERY_DAY) return words.say('chooseOftenDaily')
  const names = dayNames(words.language, 'long').filter((_, index) => hasWeekday(schedule.weekdays, index + 1))
  return words.list(names)
}
