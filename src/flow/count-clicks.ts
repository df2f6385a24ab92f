import { createHash, randomBytes } from 'node:crypto'
import { DAY, MINUTE, type Instant } from '../domain/instant.ts'
import type { CountedLink } from '../domain/links.ts'
import { networkGroup } from '../domain/network-group.ts'
import { addClicks, type HourClicks } from '../store/clicks.ts'
import type { Store } from '../store/dialect.ts'
import { hourOf } from '../store/reputation.ts'

export type Click = CountedLink & { link: string; from: string }

export type ClickCounter = {
  count: (click: Click, now: Instant) => void
  /** Writes down what was counted since. When that fails, it is kept for the next time. */
  flush: () => Promise<void>
}

/** More than this many different links and networks within a minute are a machine's doing, and are not counted. */
const MOST = 50_000

/**
 * Counts in memory how often links are followed and writes it down in groups, as an access log would. Whoever presses twice counts once:
 * the same link is counted once a minute for each network, which is known only by a hash whose salt lives for a day and is never stored.
 */
export function makeClickCounter(store: Store): ClickCounter {
  let tally = new Map<string, HourClicks>()
  const isFirst = makeMemory()
  const add = ({ from: _, clicks, ...one }: HourClicks & { from?: string }): void => {
    const key = JSON.stringify(one)
    tally.set(key, { ...one, clicks: clicks + (tally.get(key)?.clicks ?? 0) })
  }
  return {
    count: (click, now) => {
      if (isFirst(click, now)) add({ ...click, hour: hourOf(now), clicks: 1 })
    },
    flush: async () => {
      const counted = [...tally.values()]
      if (counted.length === 0) return
      tally = new Map()
      try {
        await store.db.transaction().execute((tx) => addClicks(tx, counted))
      } catch (error) {
        counted.forEach(add)
        throw error
      }
    },
  }
}

/** Whether that network follows that link for the first time within this minute. */
function makeMemory(): (click: Click, now: Instant) => boolean {
  let [minute, day, salt] = [0, 0, randomBytes(16)]
  const seen = new Set<string>()
  return ({ from, digestId, number, link }, now) => {
    if (Math.floor(now / DAY) !== day) [day, salt] = [Math.floor(now / DAY), randomBytes(16)]
    if (Math.floor(now / MINUTE) !== minute) seen.clear()
    minute = Math.floor(now / MINUTE)
    const word = createHash('sha256')
      .update(salt)
      .update(`${networkGroup(from)} ${digestId} ${number} ${link}`)
      .digest('base64')
    if (seen.has(word) || seen.size >= MOST) return false
    seen.add(word)
    return true
  }
}
