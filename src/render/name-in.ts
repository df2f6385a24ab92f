import type { Language } from '../domain/briefing.ts'
import { bestOf } from '../domain/language.ts'
import type { Names } from '../domain/topic.ts'

/** A name and the language it is in, so that the page can say so. */
export type NameInLanguage = { text: string; language: Language }

/** The name a reader understands best: in the language asked for, else in English, else whichever comes first. */
export function nameIn(names: Names, language: Language): NameInLanguage {
  const known = Object.keys(names)
  const chosen = bestOf([language, 'en'], known) ?? known[0]
  if (chosen === undefined) throw new Error('A topic or digest has no name in any language')
  return { text: names[chosen] ?? '', language: chosen }
}
