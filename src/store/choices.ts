import type { Choice, ChosenBy } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** A choice as it was kept: who made it, and when. */
export type KeptChoice = Choice & { id: number; at: Instant; by: ChosenBy }

/** A choice to be kept, and whose it is. */
export type MadeChoice = Choice & { subscriberId: number; by: ChosenBy; at: Instant }

export async function insertChoices(tx: Db, choices: MadeChoice[]): Promise<void> {
  if (choices.length === 0) return
  const rows = choices.map(({ subscriberId, digestId, at, by, what }) => ({
    ...{ subscriber_id: subscriberId, digest_id: digestId, at, made_by: by },
    what: JSON.stringify(what),
  }))
  await tx.insertInto('choices').values(rows).execute()
}

/** The same for many readers at once. */
export async function insertKeptChoices(
  tx: Db,
  made: { subscriberId: number; by: ChosenBy; at: Instant; choice: Choice }[],
): Promise<void> {
  for (let start = 0; start < made.length; start += AT_ONCE) {
    const rows = made.slice(start, start + AT_ONCE).map(({ subscriberId, by, at, choice: { digestId, what } }) => ({
      ...{ subscriber_id: subscriberId, digest_id: digestId, at, made_by: by, what: JSON.stringify(what) },
    }))
    await tx.insertInto('choices').values(rows).execute()
  }
}

const AT_ONCE = 500

/** Everything that a reader has ever chosen, the oldest first; of many the newest 1,000. */
export async function listChoices(db: Db, subscriberId: number): Promise<KeptChoice[]> {
  const own = db.selectFrom('choices').selectAll().where('subscriber_id', '=', subscriberId)
  const rows = await own.orderBy('at', 'desc').orderBy('id', 'desc').limit(1000).execute()
  return rows.reverse().map(choiceOf)
}

/** What many readers have ever chosen, each reader's oldest first. */
export async function listChoicesOf(db: Db, subscriberIds: readonly number[]): Promise<(KeptChoice & { subscriberId: number })[]> {
  const all = db.selectFrom('choices').selectAll().where('subscriber_id', 'in', subscriberIds)
  const rows = await all.orderBy('subscriber_id').orderBy('at').orderBy('id').execute()
  return rows.map((row) => ({ ...choiceOf(row), subscriberId: row.subscriber_id }))
}

function choiceOf({ id, at, made_by, digest_id, what }: Row<'choices'>): KeptChoice {
  const choice = { digestId: digest_id, what: JSON.parse(what) as unknown } as Choice
  return { ...choice, id, at, by: made_by as ChosenBy }
}
