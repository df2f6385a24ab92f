import type { Instant } from '../../../src/domain/instant.ts'
import type { Line } from './record.ts'

/** When each story came to each address, in whatever language: `told-12 to reader3@mail.example`. */
export type Told = Map<string, Instant[]>

/** Adds the mails of these lines. */
export function hear(told: Told, lines: Line[]): void {
  for (const line of lines) {
    if (line.what !== 'mail') continue
    for (const key of line.told) {
      const one = tellingOf(key, line.to)
      const times = told.get(one)
      if (times) times.push(line.at)
      else told.set(one, [line.at])
    }
  }
}

export const tellingOf = (key: string, address: string): string => `${storyOf(key)} to ${address}`

/** Every story that came to somebody more than once. */
export const toldTwice = (told: Told): string[] =>
  [...told].flatMap(([one, at]) => (at.length > 1 ? [`${one}: ${at.map((time) => new Date(time).toISOString()).join(', ')}`] : []))

/** `told-12-en` → `told-12`. */
const storyOf = (key: string): string => key.replace(/-[a-z]+$/, '')
