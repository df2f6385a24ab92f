import { randomUUID } from 'node:crypto'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { Instant } from '../../domain/instant.ts'
import { readFields } from '../../intake/fields/read-fields.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { insertBriefing } from '../../store/briefings.ts'
import type { Store } from '../../store/dialect.ts'
import { listTopics } from '../../store/topics.ts'
import { briefingSlug } from '../briefing-slug.ts'
import { findNamedBriefing } from './find-told.ts'
import { hashRevision } from '../hash-revision.ts'
import { makeSearchable } from '../make-searchable.ts'

/** Briefings that are begun at the desk have keys that we make up. */
const SOURCE = 'desk'

/** A briefing before anybody has written anything. */
export const emptyFields = (language: string): BriefingFields => ({
  ...{ kicker: '', title: '', headline: '', standfirst: '', body: '', language, topics: [], sources: '' },
  ...{ sourceCount: '', keyPoints: '', priority: '0', isPinned: false, updatedOn: '', slug: '', translationOf: '', corrects: '' },
})

/** Begins a briefing as a draft, empty or with what a file has brought; says its number. */
export async function beginBriefing(store: Store, fields: BriefingFields, by: Actor, now: Instant): Promise<number> {
  const { content, priority, isPinned } = readFields(fields)
  const topics = await listTopics(store.db)
  const topicIds = topics.filter((topic) => fields.topics.includes(topic.slug)).map(({ id }) => id)
  const filing = { topicIds, priority, isPinned }
  const key = randomUUID()
  const told = {
    storyId: (await findNamedBriefing(store.db, fields.translationOf))?.storyId ?? null,
    correctsId: (await findNamedBriefing(store.db, fields.corrects))?.id ?? null,
  }
  const contentHash = hashRevision(content, filing, told)
  const slug = briefingSlug(content.title, `${SOURCE}\n${key}`)
  return store.db.transaction().execute(async (tx) => {
    const id = await insertBriefing(tx, { source: SOURCE, key, slug, content, contentHash, ...filing, ...told, author: by.name }, now)
    await makeSearchable(tx, { briefingId: id, revision: 1, content })
    await writeDeed(tx, by, { action: 'briefing.begin', subject: `briefing:${id}`, after: { title: content.title } }, now)
    return id
  })
}
