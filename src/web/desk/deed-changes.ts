import type { Instant } from '../../domain/instant.ts'

/** One thing that a deed changed; `before` is empty where there was nothing, `field` where the deed is about one thing alone. */
export type DeedChange = { field: string; before: string; after: string }

/**
 * What a deed changed, field by field, as it is read rather than kept: `{"state":"draft"}` and `{"state":"approved"}` are state: draft →
 * approved. What stayed as it was is left out.
 */
export function deedChanges(deed: { before: string | null; after: string | null }, when: (at: Instant) => string): DeedChange[] {
  const [before, after] = [read(deed.before), read(deed.after)]
  if (!isFields(before ?? {}) || !isFields(after ?? {})) return oneOf({ field: '', before: text(before, when), after: text(after, when) })
  const [was, is] = [{ ...(before as object) } as Fields, { ...(after as object) } as Fields]
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return fields.flatMap((field) => oneOf({ field, before: text(was[field], when), after: text(is[field], when) }))
}

type Fields = Record<string, unknown>

const isFields = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const oneOf = (change: DeedChange): DeedChange[] => (change.before === change.after ? [] : [change])

function read(kept: string | null): unknown {
  if (kept === null) return undefined
  try {
    return JSON.parse(kept)
  } catch {
    return kept
  }
}

// No count is that large, and no moment that we write of is that small: September 2001.
const FIRST_MOMENT = 1e12

function text(value: unknown, when: (at: Instant) => string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && value > FIRST_MOMENT) return when(value)
  if (Array.isArray(value)) return value.map((one) => text(one, when)).join(', ')
  if (typeof value === 'object') return pairs(value as Fields, when)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const pairs = (fields: Fields, when: (at: Instant) => string): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${text(value, when)}`)
    .join(', ')
