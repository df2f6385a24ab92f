import type { Line } from './record.ts'

/** Every story that came to somebody more than once, in whatever language. */
export function toldTwice(record: Line[]): string[] {
  const times = new Map<string, number[]>()
  for (const line of record) {
    if (line.what !== 'mail') continue
    for (const key of line.told) {
      const one = `${storyOf(key)} to ${line.to}`
      times.set(one, [...(times.get(one) ?? []), line.at])
    }
  }
  return [...times].flatMap(([one, at]) => (at.length > 1 ? [`${one}: ${at.map((time) => new Date(time).toISOString()).join(', ')}`] : []))
}

/** `told-12-en` → `told-12`. */
export const storyOf = (key: string): string => key.replace(/-[a-z]+$/, '')
