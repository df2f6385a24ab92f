import { filterText, type ReaderFilter } from '../../../domain/reader-filter.ts'

/** The address of the list of subscribers below `/desk`, with its filter and where it goes on. */
export function listAddress(filter: ReaderFilter, more: { path?: string; before?: number; found?: number } = {}): string {
  const parameters = new URLSearchParams(filterText(filter))
  if (more.before !== undefined) parameters.set('before', String(more.before))
  if (more.found !== undefined) parameters.set('found', String(more.found))
  return `/subscribers${more.path ?? ''}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`
}

/** A whole number that an address holds; undefined for anything else. */
export function numberIn(query: unknown, name: string): number | undefined {
  const value = (query as Record<string, unknown>)[name]
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
