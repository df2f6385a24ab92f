import { direction } from '../../domain/language.ts'
import { ROUTES } from '../../domain/links.ts'
import type { Words } from '../../render/words.ts'
import type { PublicIssue } from '../../store/listings/public-issues.ts'
import { listQueryText } from '../list-query.ts'
import { nameView } from '../reader/name-view.ts'
import { calendarDate } from './story-view.ts'

/** An issue in a list: its digest, number and date, and what its first stories are called. */
export function issueLineView({ digest, number, dueAt, stories, titles }: PublicIssue, words: Words, chosen?: string) {
  const date = calendarDate(dueAt, digest.zone)
  return {
    path: issuePath(digest.slug, number) + listQueryText(chosen === undefined ? {} : { language: chosen }),
    digest: nameView(digest.names, words.language),
    number: words.say('number', { number }),
    date,
    dateText: words.date(date, 'full'),
    count: words.say('storyCount', { count: stories }),
    titles: titles.map(({ title, language }) => ({ title, language, dir: direction(language) })),
    more: stories > titles.length ? words.say('nextMore', { count: stories - titles.length }) : '',
  }
}

export const digestPath = (slug: string): string => ROUTES.digest.slice(1) + slug

export const issuePath = (slug: string, number: number): string => `${digestPath(slug)}/${number}`

export const topicPath = (slug: string): string => ROUTES.topic.slice(1) + slug
