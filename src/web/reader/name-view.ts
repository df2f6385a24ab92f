import type { Language } from '../../domain/briefing.ts'
import { direction } from '../../domain/language.ts'
import type { Names } from '../../domain/topic.ts'
import { nameIn } from '../../render/name-in.ts'

/** A name with the language and direction of the words it is in, which may not be those of the page. */
export function nameView(names: Names, pageLanguage: Language) {
  const { text, language } = nameIn(names, pageLanguage)
  return { text, language, dir: direction(language) }
}
