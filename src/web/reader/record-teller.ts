import type { Instant } from '../../domain/instant.ts'
import type { Names } from '../../domain/topic.ts'
import { nameIn } from '../../render/name-in.ts'
import type { Words } from '../../render/words.ts'

/** Says what a record holds in the language and the zone of its reader. */
export type RecordTeller = {
  words: Words
  zone: string
  /** The name of a topic or a digest; its slug, where it is gone. */
  topic: (slug: string) => string
  digest: (slug: string) => string
  moment: (at: Instant) => string
}

type Named = { slug: string; names: Names }

export function recordTeller(words: Words, { zone, topics, digests }: { zone: string; topics: Named[]; digests: Named[] }): RecordTeller {
  const nameOf = (known: Named[]) => (slug: string) => {
    const names = known.find((one) => one.slug === slug)?.names
    return names ? nameIn(names, words.language).text : slug
  }
  return {
    ...{ words, zone },
    topic: nameOf(topics),
    digest: nameOf(digests),
    moment: (at) => words.moment(at, zone),
  }
}
