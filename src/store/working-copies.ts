import type { BriefingFields } from '../domain/briefing-fields.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** What somebody has typed into a briefing and not saved yet; `revision` is the one that it was begun from. */
export type WorkingCopy = { revision: number; fields: BriefingFields; changedAt: Instant }

type Whose = { briefingId: number; personId: number }

export async function findWorkingCopy(db: Db, { briefingId, personId }: Whose): Promise<WorkingCopy | undefined> {
  const row = await db
    .selectFrom('working_copies')
    .select(['revision', 'fields', 'changed_at'])
    .where('briefing_id', '=', briefingId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row && { revision: row.revision, fields: JSON.parse(row.fields) as BriefingFields, changedAt: row.changed_at }
}

export async function keepWorkingCopy(db: Db, { briefingId, personId }: Whose, copy: WorkingCopy): Promise<void> {
  const said = { revision: copy.revision, fields: JSON.stringify(copy.fields), changed_at: copy.changedAt }
  await db
    .insertInto('working_copies')
    .values({ briefing_id: briefingId, person_id: personId, ...said })
    .onConflict((conflict) => conflict.columns(['briefing_id', 'person_id']).doUpdateSet(said))
    .execute()
}

export async function dropWorkingCopy(db: Db, { briefingId, personId }: Whose): Promise<void> {
  await db.deleteFrom('working_copies').where('briefing_id', '=', briefingId).where('person_id', '=', personId).execute()
}

/** Writes down that somebody has a briefing open. */
export async function markOpen(db: Db, { briefingId, personId }: Whose, now: Instant): Promise<void> {
  await db
    .insertInto('open_briefings')
    .values({ briefing_id: briefingId, person_id: personId, seen_at: now })
    .onConflict((conflict) => conflict.columns(['briefing_id', 'person_id']).doUpdateSet({ seen_at: now }))
    .execute()
}
