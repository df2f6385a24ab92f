import { canonicalLanguage } from '../domain/language.ts'
import type { Instant } from '../domain/instant.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Names, Topic } from '../domain/topic.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { findTopic, insertTopic } from '../store/topics.ts'

export type Added<Thing> = { ok: true; added: Thing } | { ok: false; message: string }

/** `parent` by slug: who follows that topic follows this one too. */
export type WantedTopic = { slug: string; names: Names; parent?: string }

/** Makes a topic; where somebody of the desk or at the command line does, it is written down who. */
export async function addTopic(store: Store, wanted: WantedTopic, now: Instant, by?: Actor): Promise<Added<Topic>> {
  const fault = faultOfSlug(wanted.slug)
  if (fault) return { ok: false, message: fault }
  const names = checkNames(wanted.names)
  if (!names.ok) return names
  const parent = wanted.parent === undefined ? undefined : await findTopic(store.db, wanted.parent)
  if (wanted.parent !== undefined && !parent)
    return { ok: false, message: `There is no topic "${wanted.parent}" to be its parent. "topic list" shows those that there are.` }
  try {
    const topic = { slug: wanted.slug, names: names.names, ...(parent && { parentId: parent.id }) }
    const added = await store.db.transaction().execute(async (tx) => {
      const made = await insertTopic(tx, topic, now)
      if (by)
        await writeDeed(
          tx,
          by,
          { action: 'topic.add', subject: `topic:${made.slug}`, after: { names: made.names, parent: wanted.parent } },
          now,
        )
      return made
    })
    return { ok: true, added }
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, message: `There is a topic "${wanted.slug}" already.` }
    throw error
  }
}

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
