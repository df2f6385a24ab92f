import { z } from 'zod'
import type { Instant } from '../../../domain/instant.ts'
import type { Walked } from '../../../store/listings/walk.ts'

/** A moment, as RFC 3339 writes it in UTC. */
export const time = z.iso.datetime().describe('UTC, such as 2026-11-23T07:00:00.000Z')

export const timeOf = (at: Instant): string => new Date(at).toISOString()
export const timeOrNull = (at: Instant | null): string | null => (at === null ? null : timeOf(at))

export const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const byId = z.object({ id })

export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
  .describe('lower-case letters, digits and hyphens')
export const bySlug = z.object({ slug })

export const language = z.string().min(2).max(35).describe('a BCP 47 tag such as en, zh or ar')
export const names = z.record(language, z.string().min(1).max(200)).describe('by language tag')

const LONGEST_SEARCH = 100
const MOST_AT_ONCE = 200

/** What every list takes: a cursor of the page before, how many at once, and a search. */
export const listed = z.object({
  after: z
    .string()
    .regex(/^c[0-9a-z]{1,11}$/)
    .optional()
    .describe('the `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST_AT_ONCE).default(50),
  search: z.string().max(LONGEST_SEARCH).optional(),
})

/** A page of a list; `next` leads on, null at the end. A search that finds few may answer with fewer items than asked for, or none, and go on. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z
      .string()
      .nullable()
      .describe('the `after` of the next page; null at the end. A page may hold fewer items than asked for and still go on'),
  })

/** The id behind which a list goes on; 0 at its beginning. */
export const readCursor = (cursor: string | undefined): number => (cursor === undefined ? 0 : parseInt(cursor.slice(1), 36))

/** One row more than was asked for tells that there is a next page. */
export function toPage<Row extends { id: number }, Item>(
  rows: Row[],
  limit: number,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(itemOf), next: rows.length > limit && last ? `c${last.id.toString(36)}` : null }
}

/** A page of a walk, which may go on though it is not full. */
export const fromWalk = <Row, Item>({ rows, goOn }: Walked<Row>, itemOf: (row: Row) => Item): { items: Item[]; next: string | null } => ({
  items: rows.map(itemOf),
  next: goOn === undefined ? null : `c${goOn.toString(36)}`,
})

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457')

/** What any route may answer besides what it is for. */
export const FAULTS = { '4xx': problem }

/** In a header of a request that changes something: what was read, so that nobody's change is overwritten unseen. */
export const ifMatch = z.object({ 'if-match': z.string().max(200).optional().describe('the ETag of what you have read') })
