/** What the address of a list asks for: `?q=ukraine&before=120`. */
export type ListQuery = { search: string; before?: number }

const LONGEST_SEARCH = 100

/** Reads a query string, whatever it holds. */
export function readListQuery(query: unknown): ListQuery {
  const { q, before } = query as Record<string, unknown>
  const search =
    typeof q === 'string'
      ? q
          .replaceAll(/\p{Cc}/gu, ' ')
          .trim()
          .slice(0, LONGEST_SEARCH)
          .toWellFormed()
      : ''
  return typeof before === 'string' && /^\d{1,15}$/.test(before) ? { search, before: Number(before) } : { search }
}

/** The part of a list's address behind its path, leading to what is older than `before`. */
export function listQueryText({ search, before }: ListQuery): string {
  const parameters = new URLSearchParams()
  if (search !== '') parameters.set('q', search)
  if (before !== undefined) parameters.set('before', String(before))
  return parameters.size === 0 ? '' : `?${parameters.toString()}`
}
