import { ROUTES } from '../../domain/links.ts'
import { direction } from '../../domain/language.ts'
import type { Words } from '../../render/words.ts'
import type { PublicBriefing } from '../../store/listings/public-briefings.ts'
import { calendarDate } from './story-view.ts'

/** Corrections as a reader wants to see them: when each came, what is right, and what was wrong. */
export const correctionViews = (briefings: PublicBriefing[], words: Words) =>
  briefings.map(({ slug, content, publishedAt }) => {
    const date = calendarDate(publishedAt)
    return {
      ...{ date, dateText: words.date(date, 'long'), title: content.title, standfirst: content.standfirst },
      ...{ language: content.language, dir: direction(content.language), path: ROUTES.briefing.slice(1) + slug },
    }
  })
