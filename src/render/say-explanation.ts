import type { Because, Explanation, Placement } from '../domain/explanation.ts'
import type { Instant } from '../domain/instant.ts'
import type { Names } from '../domain/topic.ts'
import { nameIn } from './name-in.ts'
import type { Words } from './word-folder.ts'

/** What is told of a story in a digest, in two sentences: where it stands for the reader, and why. Times are written in the zone. */
export function sayExplanation({ digest, placement, because }: Explanation, words: Words, zone: string): { where: string; why: string } {
  const named = { digest: nameIn(digest, words.language).text }
  return {
    where: words.say(keyOf(placement), { ...named, ...valuesOf(placement, words, zone) }) + putOffText(placement, words, zone),
    why: words.say(`why-${because.code}`, { ...named, ...reasonsOf(because, words, zone) }),
  }
}

function putOffText(placement: Placement, words: Words, zone: string): string {
  if (placement.kind !== 'given' || placement.putOffFrom === null) return ''
  return ` ${words.say('where-put-off', { at: words.moment(placement.putOffFrom, zone) })}`
}

const keyOf = (placement: Placement): string => (placement.kind === 'given' ? `where-given-${placement.state}` : `where-${placement.kind}`)

function valuesOf(placement: Placement, words: Words, zone: string): Record<string, string> {
  const at = (when: Instant): string => words.moment(when, zone)
  if (placement.kind === 'not-coming') return {}
  if (placement.kind === 'coming') return { at: placement.cutAt === null ? '–' : at(placement.cutAt) }
  const number = String(placement.number)
  if (placement.kind === 'left-out') return { number, at: at(placement.cutAt) }
  return { number, at: at(placement.settledAt ?? placement.dueAt), detail: placement.detail ?? '' }
}

function reasonsOf(because: Because, words: Words, zone: string): Record<string, string | number> {
  const name = (names: Names): string => nameIn(names, words.language).text
  switch (because.code) {
    case 'matched':
    case 'carried-over':
    case 'made-up-for':
      return { topic: name(because.topic) }
    case 'had':
      return { other: name(because.digest), number: String(because.number) }
    case 'over-cap':
      return { count: because.cap }
    case 'language':
      return { language: new Intl.DisplayNames([words.language], { type: 'language' }).of(because.language) ?? because.language }
    case 'other-version':
      return { title: because.title }
    case 'paused':
      return { at: words.moment(because.until, zone) }
    case 'outside-window':
      return { count: because.by }
    case 'suppressed':
      return { reason: because.reason }
    default:
      return {}
  }
}
