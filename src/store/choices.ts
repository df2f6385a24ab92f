import type { Choice, ChosenBy } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A choice as it was kept: who made it, and when. */
export type KeptChoice = Choice & { id: number; at: Instant; by: ChosenBy }

export async function insertChoices(tx: Db, made: { subscriberId: number; by: ChosenBy; at: Instant }, choices: Choice[]): Promise<void> {
  if (choices.length === 0) return
  const rows = choices.map(({ digestId, what }) => ({
    subscriber_id: made.subscriberId,
    digest_id: digestId,
    at: made.at,
    made_by: made.by,
    what: JSON.stringify(what),
  }))
  await tx.insertInto('choices').values(rows).execute()
}

/** Everything that a reader has ever chosen, the oldest first; of many the newest 1,000. */
export async function listChoices(db: Db, subscriberId: number): Promise<KeptChoice[]> {
  const rows = await db
    .selectFrom('choices')
    .selectAll()
    .where('subscriber_id', '=', subscriberId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  return rows.reverse().map(({ id, at, made_by, digest_id, what }) => {
    const choice = { digestId: digest_id, what: JSON.parse(what) as unknown } as Choice
    return { ...choice, id, at, by: made_by as ChosenBy }
  })
}
