import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../../store/dialect.ts'
import { findEdited } from '../../store/edited-briefings.ts'
import { listTopics } from '../../store/topics.ts'
import { dropWorkingCopy, keepWorkingCopy, markOpen } from '../../store/working-copies.ts'
import { fieldsInRevision } from './fields-in-revision.ts'

type Typed = { id: number; personId: number; revision: number; fields: BriefingFields }

/**
 * Keeps what somebody has typed, so that neither a closed window nor a broken line loses it. What is saved and published stays as it is. Says
 * whether it differs from what is saved; false as well for a briefing that is not there.
 */
export async function keepWords({ db }: Store, { id, personId, revision, fields }: Typed, now: Instant): Promise<boolean> {
  const briefing = await findEdited(db, id)
  if (!briefing) return false
  const saved = fieldsInRevision(briefing, await listTopics(db))
  const isSaved = revision === briefing.revision && JSON.stringify(inOrder(saved)) === JSON.stringify(inOrder(fields))
  if (isSaved) await dropWorkingCopy(db, { briefingId: id, personId })
  else await keepWorkingCopy(db, { briefingId: id, personId }, { revision, fields, changedAt: now })
  return !isSaved
}

const inOrder = (fields: BriefingFields) => Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))

/** Gives up what somebody has typed and not saved. */
export async function dropWords({ db }: Store, { id, personId }: Pick<Typed, 'id' | 'personId'>): Promise<void> {
  await dropWorkingCopy(db, { briefingId: id, personId })
}

/** Tells others that somebody has a briefing open. */
export async function tellOpen({ db }: Store, { id, personId }: Pick<Typed, 'id' | 'personId'>, now: Instant): Promise<void> {
  if (await findEdited(db, id)) await markOpen(db, { briefingId: id, personId }, now)
}
