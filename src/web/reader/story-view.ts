import type { Instant } from '../../domain/instant.ts'
import { direction } from '../../domain/language.ts'
import { ROUTES } from '../../domain/links.ts'
import type { Words } from '../../render/words.ts'
import type { PublicBriefing } from '../../store/listings/public-briefings.ts'
import { nameView } from './name-view.ts'

/** What stands above a story's text, on its own page and in lists. Its own words keep their language and direction. */
export function storyView({ slug, publishedAt, content, topics }: PublicBriefing, words: Words) {
  const { language, kicker, title, standfirst, sourceCount, updatedOn } = content
  const published = calendarDate(publishedAt)
  return {
    path: ROUTES.briefing.slice(1) + slug,
    language,
    dir: direction(language),
    kicker,
    title,
    standfirst,
    topics: topics.map(({ slug: topic, names }) => ({ slug: topic, ...nameView(names, words.language) })),
    sourceCount: sourceCount > 0 ? words.say('sources', { count: sourceCount }) : '',
    date: updatedOn ?? published,
    dateText: updatedOn === undefined ? words.date(published, 'long') : words.say('updated', { date: words.date(updatedOn, 'long') }),
  }
}

const calendarDate = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10)
