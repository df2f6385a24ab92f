import type { OnReturn } from '../../domain/choice.ts'
import type { RecordedChoice, RecordedWish } from '../../flow/reader-record.ts'
import { cityOf } from '../../render/cities.ts'
import { DAYS, dayNames } from './day-views.ts'
import { pauseDate } from './pause-date.ts'
import type { RecordTeller } from './record-teller.ts'

/** A choice as a person would say it: what is wanted, when, and in what form; one line each. */
export function choiceLines(choice: RecordedChoice, tell: RecordTeller): string[] {
  const { words } = tell
  if (choice.digest === null) return [words.say('dataAllDigests'), mutedLine(choice.what.muted, tell)]
  const { what } = choice
  const name = tell.digest(choice.digest)
  if (what.state === 'ended') return [name, words.say('dataEnded')]
  return [name, words.say('dataSubscribed', { topics: words.list(what.topics.map(tell.topic)) }), ...howLines(what, tell)]
}

type Muted = Extract<RecordedChoice, { digest: null }>['what']['muted']

function howLines({ time, zone, days, languages, format, pause }: RecordedWish, tell: RecordTeller): string[] {
  const { words } = tell
  const inLanguage = new Intl.DisplayNames([words.language], { type: 'language' })
  const named = languages.map((language) => inLanguage.of(language) ?? language)
  return [
    words.say('dataWhen', { days: daysText(days, tell), time, city: cityOf(zone, words.language) }),
    words.say('dataReading', { languages: words.list(named), format: words.say(format === 'text' ? 'chooseText' : 'chooseHtml') }),
    ...(pause
      ? [words.say('dataPaused', { date: words.date(pauseDate(pause.until, zone), 'long'), then: words.say(THEN[pause.onReturn]) })]
      : []),
  ]
}

const THEN: Record<OnReturn, string> = { all: 'chooseThenAll', best: 'chooseThenBest', nothing: 'chooseThenNothing' }

function daysText(days: string[], { words }: RecordTeller): string {
  if (days.length === DAYS.length) return words.say('dataEveryDay')
  const names = dayNames(words.language, 'long')
  return words.list(DAYS.flatMap((day, index) => (days.includes(day) ? [names[index] ?? day] : [])))
}

function mutedLine(muted: Muted, { words, topic, zone }: RecordTeller): string {
  if (muted.length === 0) return words.say('dataMutedNone')
  const named = muted.map(({ topic: slug, until }) =>
    words.say('dataMutedOne', {
      topic: topic(slug),
      until: until === null ? words.say('holdForEver') : words.say('holdUntil', { date: words.date(pauseDate(until, zone), 'long') }),
    }),
  )
  return words.say('dataMuted', { topics: words.list(named) })
}
