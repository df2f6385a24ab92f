import type { Choice } from '../../../domain/choice.ts'
import { ITS_TURN, STOPPED, TOO_LATE } from '../../../domain/delivery.ts'
import { hourText, type ReaderHour } from '../../../domain/reader-hour.ts'
import { hasWeekday, EVERY_DAY } from '../../../domain/weekdays.ts'
import type { Words } from '../../../render/word-folder.ts'

/** A code in words where we have any; else as it stands, such as a server's own answer. */
export function sayCode(words: Words, kind: 'reason' | 'news' | 'follows' | 'outcome' | 'deed', code: string): string {
  const key = `timeline.${kind}-${code}`
  return words.knows(key) ? words.say(key) : code
}

/** Why a mail was not sent, or what its server answered. */
export function sayWhy(words: Words, reason: string): string {
  const known = WITHHELD.find(([start]) => reason === start || reason.startsWith(`${start}:`) || reason.startsWith(`${start}; `))
  if (!known) return reason
  const [start, code] = known
  const more = reason.slice(start.length).replace(/^[:;]\s*/, '')
  const said = words.say(`timeline.withheld-${code}`)
  if (more === '') return said
  return `${said} · ${words.knows(`lists.suppressed-${more}`) ? words.say(`lists.suppressed-${more}`) : more}`
}

const WITHHELD = [
  ['suppressed', 'suppressed'],
  ['unsubscribed', 'unsubscribed'],
  ['paused', 'paused'],
  [TOO_LATE, 'too-late'],
  [STOPPED, 'stopped'],
  [ITS_TURN, 'its-turn'],
  ['story-withdrawn', 'story-withdrawn'],
  ['the subscriber is gone', 'gone'],
  ['the address is not one', 'no-address'],
] as const

type Names = { topics: Map<number, string> }

/** What is other than before, each as `Topics: world → world, science`; all of it where nothing was kept before. */
export function sayChanges(words: Words, { choice, before }: { choice: Choice; before: Choice | undefined }, names: Names): string[] {
  const [after, was] = [fieldsOf(words, choice, names), before ? fieldsOf(words, before, names) : {}]
  const shown = (text: string): string => text || words.say('timeline.nothing')
  return Object.entries(after).flatMap(([name, value]) => {
    const old = was[name]
    if (old === value || (old === undefined && value === '')) return []
    const said = { field: words.say(`timeline.field-${name}`), after: shown(value) }
    return [old === undefined ? words.say('timeline.is', said) : words.say('timeline.was', { ...said, before: shown(old) })]
  })
}

function fieldsOf(words: Words, choice: Choice, { topics }: Names): Record<string, string> {
  const nameOf = (id: number): string => topics.get(id) ?? String(id)
  if (choice.digestId === null) {
    const { mutes, mails } = choice.what
    return { mutes: words.list(mutes.map(({ topicId }) => nameOf(topicId))), mails: String(mails?.mailsADay ?? '') }
  }
  const { state, topicIds, hour, languages, format, pause } = choice.what
  return {
    state: words.say(`lists.subscription-${state}`),
    topics: words.list(topicIds.map(nameOf)),
    hour: sayHour(words, hour),
    languages: sayLanguages(words, languages),
    format: words.say(`timeline.format-${format}`),
    pause: pause ? words.date(new Date(pause.until).toISOString().slice(0, 10), 'long') : '',
  }
}

/** When a reader wants the mail, such as `every day 07:00 Europe/London`. */
export const sayHour = (words: Words, hour: ReaderHour): string =>
  `${daysText(words, hour.weekdays)} ${hourText(hour.minute)} ${hour.zone.replaceAll('_', ' ')}`

export function sayLanguages(words: Words, languages: readonly string[]): string {
  const inLanguage = new Intl.DisplayNames([words.language], { type: 'language' })
  return words.list(languages.map((language) => inLanguage.of(language) ?? language))
}

/** Who has suppressed an address: a person by name, or that a server's answer or a report has led to it. */
export const sayAdder = (words: Words, by: string): string => (words.knows(`delivery.by-${by}`) ? words.say(`delivery.by-${by}`) : by)

function daysText(words: Words, weekdays: number): string {
  if (weekdays === EVERY_DAY) return words.say('timeline.everyDay')
  // A Monday and the six days behind it.
  const nameOf = (day: number): string =>
    new Intl.DateTimeFormat(words.language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
  return words.list([1, 2, 3, 4, 5, 6, 7].filter((day) => hasWeekday(weekdays, day)).map(nameOf))
}
