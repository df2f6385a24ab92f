import type { MailCount } from './count-mails.ts'

/** The mails of one digest in one hour, as things are and as they would be. */
export type Difference = { day: string; hour: string; digest: string; now: number; then: number }

/** Where two simulations differ in their mails, over all receivers, in the order of time. */
export function compareCounts(now: MailCount[], then: MailCount[]): Difference[] {
  const [before, after] = [sumsOf(now), sumsOf(then)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((key) => {
      const [day = '', hour = '', digest = ''] = key.split(' ')
      return { day, hour, digest, now: before.get(key) ?? 0, then: after.get(key) ?? 0 }
    })
    .filter((difference) => difference.now !== difference.then)
}

function sumsOf(counts: MailCount[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { day, hour, digest, mails } of counts) {
    const key = `${day} ${hour} ${digest}`
    sums.set(key, (sums.get(key) ?? 0) + mails)
  }
  return sums
}
