/**
 * Where a reader stands: gets mail of what is asked for, pauses, has left it, is not written to, or has never had anything.
 */
export const READER_STATES = ['reading', 'paused', 'left', 'suppressed', 'none'] as const
export type ReaderState = (typeof READER_STATES)[number]

/** Which readers somebody at the desk wants to see; topics and digests by slug, dates as `2026-03-10`, in UTC. Nothing set: all. */
export type ReaderFilter = {
  search: string
  digest: string
  topic: string
  state: ReaderState | ''
  language: string
  zone: string
  /** Here since that day or later, and that day or before. */
  since: string
  until: string
}

export const ALL_READERS: ReaderFilter = { search: '', digest: '', topic: '', state: '', language: '', zone: '', since: '', until: '' }

const LONGEST = { search: 100, digest: 100, topic: 100, state: 20, language: 35, zone: 60, since: 10, until: 10 } as const

/** The names of its fields in an address, and on the command line. */
export const FILTER_FIELDS = {
  search: 'q',
  digest: 'digest',
  topic: 'topic',
  state: 'state',
  language: 'lang',
  zone: 'zone',
  since: 'since',
  until: 'until',
} as const

/** Reads a filter from the parameters of an address, whatever they hold; what makes no sense is left out. */
export function readFilter(from: Record<string, unknown>): ReaderFilter {
  const text = (field: keyof ReaderFilter): string => {
    const value = from[FILTER_FIELDS[field]]
    return typeof value === 'string'
      ? value
          .replaceAll(/\p{Cc}/gu, ' ')
          .trim()
          .slice(0, LONGEST[field])
          .toWellFormed()
      : ''
  }
  const date = (field: 'since' | 'until'): string => (isDate(text(field)) ? text(field) : '')
  return {
    ...{ search: text('search'), digest: text('digest'), topic: text('topic'), language: text('language'), zone: text('zone') },
    ...{ state: READER_STATES.find((state) => state === text('state')) ?? '', since: date('since'), until: date('until') },
  }
}

/** The filter as parameters of an address; what is not set is left out. */
export function filterText(filter: ReaderFilter): string {
  const fields = Object.entries(FILTER_FIELDS) as [keyof ReaderFilter, string][]
  return new URLSearchParams(fields.flatMap(([field, name]) => (filter[field] === '' ? [] : [[name, filter[field]]]))).toString()
}

export const isAll = (filter: ReaderFilter): boolean => filterText(filter) === ''

function isDate(text: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}
