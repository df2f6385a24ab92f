import type { Language } from '../domain/briefing.ts'
import type { Pause } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import { packQuiet, unpackQuiet, type QuietHours } from '../domain/quiet-hours.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Db } from './dialect.ts'

/** A subscriber's wish for one digest. `topicIds` in ascending order. */
export type Choices = {
  hour: ReaderHour
  languages: Language[]
  format: Format
  topicIds: number[]
  /** Left out: they stay as they are. */
  quiet?: QuietHours | null
  silentNote?: boolean
}

export type Subscription = Required<Choices> & {
  id: number
  subscriberId: number
  digestId: number
  state: 'active' | 'ended'
  hourId: number
  pause: Pause | null
}

export async function findSubscription(db: Db, of: { subscriberId: number; digestId: number }): Promise<Subscription | undefined> {
  const row = await db
    .selectFrom('subscriptions')
    .innerJoin('reader_hours', 'reader_hours.id', 'hour_id')
    .innerJoin('language_lists', 'language_lists.id', 'language_list_id')
    .select([
      'subscriptions.id',
      'hour_id as hourId',
      'state',
      'format',
      'topics',
      'zone',
      'minute',
      'weekdays',
      'languages',
      'paused_until',
      'on_return',
      'quiet',
      'silent_note',
    ])
    .where('subscriber_id', '=', of.subscriberId)
    .where('digest_id', '=', of.digestId)
    .executeTakeFirst()
  if (!row) return undefined
  const { id, hourId, state, format, zone, minute, weekdays } = row
  const pause = row.paused_until === null ? null : { until: row.paused_until, onReturn: row.on_return }
  const hour = { zone, minute, weekdays }
  const wishes = { quiet: row.quiet === null ? null : unpackQuiet(row.quiet), silentNote: row.silent_note > 0 }
  return { ...of, id, hourId, state, format, hour, languages: row.languages.split(','), topicIds: idsOf(row.topics), pause, ...wishes }
}

/** Makes or changes the subscription: afterwards it is active and as chosen. */
export async function saveSubscription(
  tx: Db,
  of: { subscriberId: number; digestId: number },
  choices: Choices,
  now: Instant,
): Promise<number> {
  const chosen = {
    state: 'active' as const,
    hour_id: await ensureHour(tx, choices.hour),
    language_list_id: await ensureLanguages(tx, choices.languages),
    format: choices.format,
    topics: choices.topicIds.join(','),
    ...(choices.quiet !== undefined && { quiet: choices.quiet && packQuiet(choices.quiet) }),
    ...(choices.silentNote !== undefined && { silent_note: choices.silentNote ? 1 : 0 }),
    ended_at: null,
    ended_by: null,
  }
  const { id } = await tx
    .insertInto('subscriptions')
    .values({ subscriber_id: of.subscriberId, digest_id: of.digestId, ...chosen, created_at: now })
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'digest_id']).doUpdateSet(chosen))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Nothing of the subscription falls due before the end of the pause; null ends it. */
export async function savePause(tx: Db, id: number, pause: Pause | null): Promise<void> {
  const pausing = pause ? { paused_until: pause.until, on_return: pause.onReturn } : { paused_until: null }
  await tx.updateTable('subscriptions').set(pausing).where('id', '=', id).execute()
}

/** Ends the subscription; told false when it had ended before or there is none. */
export async function endSubscription(db: Db, id: number, end: { at: Instant; by: string }): Promise<boolean> {
  const result = await db
    .updateTable('subscriptions')
    .set({ state: 'ended', ended_at: end.at, ended_by: end.by })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** When it was ended; undefined while it is active. */
export async function findEnd(db: Db, id: number): Promise<Instant | undefined> {
  const row = await db.selectFrom('subscriptions').select('ended_at').where('id', '=', id).executeTakeFirst()
  return row?.ended_at ?? undefined
}

/** The numbers of a list like '1,5,12'. For millions of readers: digit by digit, without a string for each. */
export function idsOf(joined: string): number[] {
  if (joined === '') return []
  const ids = [0]
  for (let index = 0; index < joined.length; index++) {
    const code = joined.charCodeAt(index)
    if (code === COMMA) ids.push(0)
    else ids[ids.length - 1] = (ids.at(-1) ?? 0) * 10 + code - ZERO
  }
  return ids
}

const COMMA = 44
const ZERO = 48

// The hours and language lists that people choose are few; each is stored once and looked up by its values.
export async function ensureHour(tx: Db, { zone, minute, weekdays }: ReaderHour): Promise<number> {
  await tx
    .insertInto('reader_hours')
    .values({ zone, minute, weekdays })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('reader_hours')
    .select('id')
    .where('zone', '=', zone)
    .where('minute', '=', minute)
    .where('weekdays', '=', weekdays)
    .executeTakeFirstOrThrow()
  return row.id
}

export async function ensureLanguages(tx: Db, list: Language[]): Promise<number> {
  const languages = list.join(',')
  await tx
    .insertInto('language_lists')
    .values({ languages })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await tx.selectFrom('language_lists').select('id').where('languages', '=', languages).executeTakeFirstOrThrow()
  return row.id
}
