import { cleanText } from '../domain/clean-text.ts'
import { canonicalLanguage } from '../domain/language.ts'
import type { Names } from '../domain/topic.ts'

/** Slugs stand in links, in List-Id and on the command line. */
export function faultOfSlug(slug: string): string | undefined {
  if (/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/.test(slug)) return undefined
  return `"${slug}" cannot be a slug: use up to 50 lower-case letters, digits and inner hyphens, such as world-news.`
}

/** Names by language, cleaned; at least one, each at most 80 characters. */
export function checkNames(names: Names): { ok: true; names: Names } | { ok: false; message: string } {
  const checked: Names = {}
  for (const [tag, name] of Object.entries(names)) {
    const language = canonicalLanguage(tag)
    const clean = cleanText(name)
    if (!language) return { ok: false, message: `"${tag}" is no language tag such as en, zh or ar.` }
    if (clean === '' || [...clean].length > 80) return { ok: false, message: `The name in ${tag} must have 1 to 80 characters.` }
    checked[language] = clean
  }
  return Object.keys(checked).length > 0
    ? { ok: true, names: checked }
    : { ok: false, message: 'Give it a name in at least one language, such as en=Science.' }
}
