import { saying, type Saying } from '../domain/saying.ts'
import type { Instant } from '../domain/instant.ts'
import type { Names, Topic } from '../domain/topic.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { findTopic, insertTopic } from '../store/topics.ts'
import { checkNames, faultOfSlug } from './check-names.ts'

export type Added<Thing> = { ok: true; added: Thing } | { ok: false; message: Saying }

/** `parent` by slug: who follows that topic follows this one too. */
export type WantedTopic = { slug: string; names: Names; parent?: string }

/** Makes a topic; where somebody of the desk or at the command line does, it is written down who. */
export async function addTopic(store: Store, wanted: WantedTopic, now: Instant, by?: Actor): Promise<Added<Topic>> {
  const fault = faultOfSlug(wanted.slug)
  if (fault) return { ok: false, message: fault }
  const names = checkNames(wanted.names)
  if (!names.ok) return names
  const parent = wanted.parent === undefined ? undefined : await findTopic(store.db, wanted.parent)
  if (wanted.parent !== undefined && !parent) return { ok: false, message: saying('refusals.no-parent', { slug: wanted.parent }) }
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
    if (store.dialect.isUniqueViolation(error)) return { ok: false, message: saying('refusals.topic-there', { slug: wanted.slug }) }
    throw error
  }
}
