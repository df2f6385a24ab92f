import type { Instant } from '../../../domain/instant.ts'
import type { Web } from '../../web.ts'

/** What was counted last, if it is there yet; `isCounting`: it is being counted anew. */
export type Counted<Counts> = { counts: Counts; at: Instant } | undefined

const PATIENCE = 40

/**
 * Counts what takes long in a large house without making a page wait: it shows what was counted last, and counts anew behind it when that
 * is older than `goodFor` milliseconds. In a small house it is always fresh.
 */
export function countInTime<Counts>(goodFor: number, count: (web: Web) => Promise<Counts>): (web: Web) => Promise<Counted<Counts>> {
  const known = new WeakMap<object, { counted: Counted<Counts>; underWay: Promise<void> | undefined }>()
  return async (web) => {
    const one = known.get(web.store) ?? { counted: undefined, underWay: undefined }
    known.set(web.store, one)
    const isOld = one.counted === undefined || web.clock() - one.counted.at >= goodFor
    if (isOld)
      one.underWay ??= count(web)
        .then((counts) => void (one.counted = { counts, at: web.clock() }))
        .finally(() => (one.underWay = undefined))
    if (one.underWay) await Promise.race([one.underWay, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    return one.counted
  }
}
