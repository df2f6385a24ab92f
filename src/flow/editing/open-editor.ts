import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Topic } from '../../domain/topic.ts'
import type { Db } from '../../store/dialect.ts'
import { findEdited, findRevision, type EditedBriefing } from '../../store/edited-briefings.ts'
import { listTopics } from '../../store/topics.ts'
import { findWorkingCopy } from '../../store/working-copies.ts'
import { fieldsInRevision } from './fields-in-revision.ts'

/** A briefing with the words of the person who has it open. */
export type OpenEditor = {
  briefing: EditedBriefing
  /** What the person has typed, or what is saved. */
  fields: BriefingFields
  /** The revision from which those fields were begun. */
  revision: number
  /** When what is not saved was typed last; undefined where everything is saved. */
  unsavedSince: Instant | undefined
  author: string
  savedAt: Instant
  topics: Topic[]
}

export async function openEditor(db: Db, { id, personId }: { id: number; personId: number }): Promise<OpenEditor | undefined> {
  const briefing = await findEdited(db, id)
  if (!briefing) return undefined
  const topics = await listTopics(db)
  const copy = await findWorkingCopy(db, { briefingId: id, personId })
  const last = await findRevision(db, id, briefing.revision)
  return {
    ...{ briefing, topics, author: last?.author ?? '', savedAt: last?.at ?? 0 },
    // A copy of long ago may lack a field that came later.
    fields: { ...fieldsInRevision(briefing, topics), ...copy?.fields },
    revision: copy?.revision ?? briefing.revision,
    unsavedSince: copy?.changedAt,
  }
}
