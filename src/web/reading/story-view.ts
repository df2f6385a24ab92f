import type { Instant } from '../../domain/instant.ts'
import { direction } from '../../domain/language.ts'
import { ROUTES } from '../../domain/links.ts'
import type { Words } from '../../render/words.ts'
import type { PublicBriefing } from '../../store/listings/public-briefings.ts'
import { listQueryText } from '../list-query.ts'
import { nameView } from '../reader/name-view.ts'

/** What stands above a story's text, on its own page and in lists. Its own words keep their language and direction. */
export function storyView({ slug, publishedAt, content, topics }: PublicBriefing, words: Words, chosen?: string) {
  const { language, kicker, title, standfirst, sourceCount, updatedOn } = content
  const published = calendarDate(publishedAt)
  const query = listQueryText(chosen === undefined ? {} : { language: chosen })
  return {
    path: ROUTES.briefing.slice(1) + slug,
    language,
    dir: direction(language),
    kicker,
    title,
    standfirst,
    topics: topics.map((topic) => ({ path: `${ROUTES.topic.slice(1)}${topic.slug}${query}`, ...nameView(topic.names, words.language) })),
    sourceCount: sourceCount > 0 ? words.say('sources', { count: sourceCount }) : '',
    date: updatedOn ?? published,
    dateText: updatedOn === undefined ? words.date(published, 'long') : words.say('updated', { date: words.date(updatedOn, 'long') }),
  }
}

/** The calendar date of an instant, in UTC unless a zone is given. */
export const calendarDate = (at: Instant, zone = 'UTC'): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString()
