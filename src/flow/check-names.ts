import { saying, type Saying } from '../domain/saying.ts'
import { cleanText } from '../domain/clean-text.ts'
import { canonicalLanguage } from '../domain/language.ts'
import type { Names } from '../domain/topic.ts'

/** Slugs stand in links, in List-Id and on the command line. */
export function faultOfSlug(slug: string): Saying | undefined {
  if (/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/.test(slug)) return undefined
  return saying('refusals.slug', { slug })
}

/** Names by language, cleaned; at least one, each at most 80 characters. */
export function checkNames(names: Names): { ok: true; names: Names } | { ok: false; message: Saying } {
  const checked: Names = {}
  for (const [tag, name] of Object.entries(names)) {
    const language = canonicalLanguage(tag)
    const clean = cleanText(name)
    if (!language) return { ok: false, message: saying('refusals.language', { tag }) }
    if (clean === '' || [...clean].length > 80) return { ok: false, message: saying('refusals.name-length', { language: tag }) }
    checked[language] = clean
  }
  return Object.keys(checked).length > 0 ? { ok: true, names: checked } : { ok: false, message: saying('refusals.no-name') }
}
