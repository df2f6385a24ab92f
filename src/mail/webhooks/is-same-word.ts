import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares two words in constant time, however long each is. */
export function isSameWord(one: string, other: string): boolean {
  const [a, b] = [one, other].map((word) => createHash('sha256').update(word).digest()) as [Buffer, Buffer]
  return timingSafeEqual(a, b)
}
