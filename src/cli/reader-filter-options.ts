import type { Command } from 'commander'
import { FILTER_FIELDS, READER_STATES, readFilter, type ReaderFilter } from '../domain/reader-filter.ts'

export type FilterWish = Partial<ReaderFilter>

const HELP: Record<keyof ReaderFilter, string> = {
  search: 'only whose name or address has words that begin so, or of a @domain',
  digest: 'only of this digest',
  topic: 'only who follow this topic',
  state: `only in this state: ${READER_STATES.join(', ')}`,
  language: 'only who read this language',
  zone: 'only in this time zone',
  since: 'only who have been here since this day, such as 2026-03-10, or later',
  until: 'only who have been here since this day or before',
}

/** The options by which readers are found, the same wherever many are meant. */
export function addFilterOptions(command: Command): Command {
  for (const [field, name] of Object.entries(FILTER_FIELDS)) command.option(`--${field} <${name}>`, HELP[field as keyof ReaderFilter])
  return command
}

export function filterOf(wish: FilterWish): ReaderFilter {
  const named = Object.entries(FILTER_FIELDS).map(([field, name]) => [name, wish[field as keyof ReaderFilter]])
  return readFilter(Object.fromEntries(named) as Record<string, unknown>)
}
