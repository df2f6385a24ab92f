import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Db } from './dialect.ts'

export type StoredHour = ReaderHour & { id: number }

/** All hours that readers of whatever digest have chosen: as many as there are choices, not as there are readers. */
export async function listReaderHours(db: Db): Promise<StoredHour[]> {
  return db.selectFrom('reader_hours').select(['id', 'zone', 'minute', 'weekdays']).execute()
}

/** Those of the hours that some active reader of the digest has chosen: a look-up in an index for each. */
export async function listHoursInUse(db: Db, digestId: number, hourIds: number[]): Promise<number[]> {
  if (hourIds.length === 0) return []
  const rows = await db
    .selectFrom('reader_hours')
    .select('id')
    .where('id', 'in', hourIds)
    .where((of) =>
      of.exists(
        of
          .selectFrom('subscriptions')
          .select('subscriptions.id')
          .where('digest_id', '=', digestId)
          .whereRef('hour_id', '=', 'reader_hours.id')
          .where('state', '=', 'active'),
      ),
    )
    .execute()
  return rows.map(({ id }) => id)
}

export async function listAnsweredHours(db: Db, issueId: number): Promise<number[]> {
  return (await db.selectFrom('issue_hours').select('hour_id').where('issue_id', '=', issueId).execute()).map((row) => row.hour_id)
}
