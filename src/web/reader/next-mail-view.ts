import type { Pause } from '../../domain/choice.ts'
import type { Release } from '../../domain/digest.ts'
import type { Instant } from '../../domain/instant.ts'
import { direction } from '../../domain/language.ts'
import type { Forecast, ForecastStory } from '../../flow/forecast-mail.ts'
import type { Words } from '../../render/words.ts'

type Place = { words: Words; zone: string }

const SHOWN = 7

/** What stands beside the choices: the mail that is made already, and the one that would follow them. */
export function nextMailView(forecast: Forecast, { release, pause }: { release: Release; pause: Pause | null }, place: Place) {
  const { ready, at, stories } = forecast
  const { words } = place
  const isPaused = pause !== null
  const made = ready && { ...mailView(ready.at, ready.stories, place), note: words.say('nextReady'), open: '' }
  const never = release === 'instant' ? words.say('nextInstant') : words.say('nextNever')
  const coming = {
    ...mailView(at, isPaused ? [] : stories, place),
    note: isPaused ? words.say('nextPaused', { date: dateText(pause.until, place) }) : at === undefined ? never : '',
    open: at === undefined || isPaused ? '' : words.say(stories.length > 0 ? 'nextOpen' : 'nextEmpty'),
  }
  return { mails: made ? [made, coming] : [coming], fault: '' }
}

/** Beside choices that cannot be kept as they are. */
export const faultyNextView = (fault: string) => ({ mails: [], fault })

function mailView(at: Instant | undefined, stories: ForecastStory[], { words, zone }: Place) {
  return {
    at: at === undefined ? '' : new Date(at).toISOString(),
    when: at === undefined ? '' : words.moment(at, zone),
    count: stories.length > 0 ? words.say('nextCount', { count: stories.length }) : '',
    stories: stories.slice(0, SHOWN).map(({ title, language }) => ({ title, language, dir: direction(language) })),
    more: stories.length > SHOWN ? words.say('nextMore', { count: stories.length - SHOWN }) : '',
  }
}

const dateText = (at: Instant, { words, zone }: Place): string =>
  words.date(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString(), 'long')
