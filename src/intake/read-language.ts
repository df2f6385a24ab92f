import type { Language } from '../domain/briefing.ts'

/** A declared language as a BCP 47 tag in canonical case: `zh_cn` → `zh-CN`. Undefined for names (`English`) and for codes that nobody speaks. */
export function readLanguage(declared: string): Language | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(declared.trim().replaceAll('_', '-'))
    if (tag === undefined || NOT_SPOKEN.test(tag)) return undefined
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag) === undefined ? undefined : tag
  } catch {
    return undefined
  }
}

// "Several languages", "no language", "undetermined".
const NOT_SPOKEN = /^(?:mul|zxx|und|root)\b/
