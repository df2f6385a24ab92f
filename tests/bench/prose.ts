/** Text by chance, the same for the same seed. */
export type Prose = {
  /** A whole number from 0 to below `limit`. */
  pick: (limit: number) => number
  /** So many words, beginning with a capital. */
  words: (count: number) => string
  sentences: (count: number) => string
}

const WORDS =
  'harbour council budget river teacher school market winter report engine summer hospital train bridge village museum farmer energy water city ' +
  'court letter garden island signal doctor factory library festival minister reader forest border number story morning street repair plan talks ' +
  'agrees opens closes rises falls waits turns keeps finds builds asks with after before without under over from into the a its for and'

/** Mulberry32: small, and good enough for words. */
export function makeProse(seed: number): Prose {
  const vocabulary = WORDS.split(' ')
  let state = seed
  const pick = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  const words = (count: number): string => {
    const text = Array.from({ length: count }, () => vocabulary[pick(vocabulary.length)]).join(' ')
    return text.charAt(0).toUpperCase() + text.slice(1)
  }
  return { pick, words, sentences: (count) => Array.from({ length: count }, () => `${words(9 + pick(9))}.`).join(' ') }
}
