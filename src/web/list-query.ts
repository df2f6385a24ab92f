import type { Language } from '../domain/briefing.ts'
import { wordLanguages } from '../render/words.ts'

/** What the address of a list asks for: `?q=ukraine&before=120&lang=ar`. The language is there only where it was chosen. */
export type ListQuery = { search: string; before?: number; language?: Language }

const LONGEST_SEARCH = 100

/** Reads a query string, whatever it holds. */
export function readListQuery(query: unknown): ListQuery {
  const { q, before } = query as Record<string, unknown>
  const language = chosenLanguage(query)
  const wish = { search: readSearch(q), ...(language !== undefined && { language }) }
  return typeof before === 'string' && /^\d{1,15}$/.test(before) ? { ...wish, before: Number(before) } : wish
}

/** The language that an address names, if we have words for it. */
export function chosenLanguage(query: unknown): Language | undefined {
  const { lang } = query as Record<string, unknown>
  return wordLanguages().find((language) => language === lang)
}

const readSearch = (q: unknown): string =>
  typeof q === 'string'
    ? q
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, LONGEST_SEARCH)
        .toWellFormed()
    : ''

/** The part of a list's address behind its path, leading to what is older than `before`. */
export function listQueryText({ search, before, language }: Partial<ListQuery>): string {
  const parameters = new URLSearchParams()
  if (search) parameters.set('q', search)
  if (before !== undefined) parameters.set('before', String(before))
  if (language !== undefined) parameters.set('lang', language)
  return parameters.size === 0 ? '' : `?${parameters.toString()}`
}
