/** Days of the week as a bit mask: Monday 1, Tuesday 2, Wednesday 4, … Sunday 64. */
export type Weekdays = number

export const EVERY_DAY: Weekdays = 127

/** Reads `mon,wed`, `Monday Wednesday`, `weekdays`, `weekend` or `daily`. Undefined when a word is none of these, or none is there. */
export function parseWeekdays(text: string): Weekdays | undefined {
  const words = text.toLowerCase().match(/[^\s,]+/g) ?? []
  let mask = 0
  for (const word of words) {
    const days = GROUPS.get(word) ?? maskOf(word)
    if (days === undefined) return undefined
    mask |= days
  }
  return mask || undefined
}

/** The same as a word that `parseWeekdays` reads: `daily`, `weekdays`, `weekend` or a list such as `mon,wed`. */
export function weekdaysText(mask: Weekdays): string {
  const group = [...GROUPS].find(([, days]) => days === mask)
  if (group) return group[0]
  const chosen = NAMES.filter((_, index) => hasWeekday(mask, index + 1))
  return chosen.map((name) => name.slice(0, 3)).join(',')
}

/** Whether a day is among them; 1 is Monday, 7 is Sunday, as ISO 8601 and Temporal count. */
export const hasWeekday = (mask: Weekdays, dayOfWeek: number): boolean => (mask & (1 << (dayOfWeek - 1))) !== 0

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const GROUPS = new Map<string, Weekdays>([
  ['daily', EVERY_DAY],
  ['weekdays', 31],
  ['weekend', 96],
])

function maskOf(word: string): Weekdays | undefined {
  const index = NAMES.findIndex((name) => name === word || name.slice(0, 3) === word)
  return index < 0 ? undefined : 1 << index
}
