import type { Instant } from '../../../src/domain/instant.ts'
import type { Happening, Plan, Wish } from './plan.ts'
import type { Line } from './record.ts'
import { zoneOf } from './world.ts'

/** What one reader wishes from a time on, as the plan has it: nothing of the program is asked. */
export type Wishes = { at: Instant; digests: Record<string, Wish>; pausedUntil: Instant; mutedUntil: Instant }

/** The wishes of each reader, the earliest first; a change counts from when it was made, which after a kill is later than planned. */
export function wishesOf({ settings, readers, happenings }: Plan, record: Line[]): Wishes[][] {
  const all = readers.map(({ wishes }, index): Wishes[] => {
    const digests = index === 0 ? Object.fromEntries(Object.entries(wishes).map(([slug, wish]) => [slug, lost(wish, slug)])) : wishes
    return [{ at: settings.from, digests, pausedUntil: -Infinity, mutedUntil: -Infinity }]
  })
  for (const { happening, at } of record.filter((line) => line.what === 'done')) {
    const one = happenings[happening]
    if (!one || one.kind === 'publish') continue
    const own = all[one.reader]
    const before = own?.at(-1)
    if (own && before) own.push({ ...before, at, ...changed(before, one) })
  }
  return all
}

/** In an unknown zone, seven o'clock in the digest's counts. */
const lost = (wish: Wish, slug: string): Wish => ({ ...wish, hour: { zone: zoneOf(slug), minute: 420, weekdays: 127 } })

function changed(before: Wishes, one: Exclude<Happening, { kind: 'publish' }>): Partial<Wishes> {
  switch (one.kind) {
    case 'choose':
      return { digests: chosen(before.digests, one) }
    case 'leave':
      return { digests: Object.fromEntries(Object.entries(before.digests).filter(([slug]) => slug !== one.digest)) }
    case 'leave-all':
      return { digests: {} }
    case 'pause':
      return { pausedUntil: Math.max(before.pausedUntil, one.until) }
    case 'mute':
      return { mutedUntil: Math.max(before.mutedUntil, one.until ?? Infinity) }
    case 'resume':
    case 'unmute':
      // That a pause or a mute is over is not counted on: what it held back is none of what must come.
      return {}
  }
}

function chosen(digests: Wishes['digests'], { digest, wish, everywhere }: Extract<Happening, { kind: 'choose' }>): Wishes['digests'] {
  const others = everywhere ? Object.keys(digests) : []
  return { ...digests, ...Object.fromEntries([...others, digest].map((slug) => [slug, wish])) }
}

/** What held at that time. */
export const wishesAt = (of: Wishes[], at: Instant): Wishes | undefined => of.findLast((one) => one.at <= at)
