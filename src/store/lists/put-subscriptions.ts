import { sql } from 'kysely'
import type { SubscriptionChoice } from '../../domain/choice.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../dialect.ts'
import { ensureHour, ensureLanguages } from '../subscriptions.ts'

export type PutSubscription = SubscriptionChoice & { subscriberId: number; digestId: number }

/** Makes subscriptions that are there what is said; who calls keeps the history (flow/change-choices.ts). */
export async function putSubscriptions(
  { db, dialect }: Pick<Store, 'db' | 'dialect'>,
  subscriptions: PutSubscription[],
  end: { at: Instant; by: string },
): Promise<void> {
  if (subscriptions.length === 0) return
  const records = []
  const [hours, lists] = [new Map<string, number>(), new Map<string, number>()]
  for (const { subscriberId, digestId, state, hour, languages, format, topicIds, pause } of subscriptions) {
    const [hourKey, listKey] = [`${hour.zone} ${hour.minute} ${hour.weekdays}`, languages.join()]
    const place = {
      hour: hours.get(hourKey) ?? (await ensureHour(db, hour)),
      list: lists.get(listKey) ?? (await ensureLanguages(db, languages)),
    }
    hours.set(hourKey, place.hour)
    lists.set(listKey, place.list)
    const ended = state === 'ended' ? { ended: end.at, by: end.by } : { ended: null, by: null }
    const paused = { paused: pause?.until ?? null, onreturn: pause?.onReturn ?? 'all' }
    records.push({ subscriber: subscriberId, digest: digestId, state, ...place, format, topics: topicIds.join(','), ...ended, ...paused })
  }
  const columns = {
    ...({ subscriber: 'bigint', digest: 'bigint', state: 'text', hour: 'bigint', list: 'bigint', format: 'text' } as const),
    ...({ topics: 'text', ended: 'bigint', by: 'text', paused: 'bigint', onreturn: 'text' } as const),
  }
  await sql`
    update subscriptions set state = given.state, hour_id = given.hour, language_list_id = given.list, format = given.format, topics = given.topics,
      ended_at = given.ended, ended_by = given.by, paused_until = given.paused, on_return = given.onreturn
    from ${dialect.given(records, columns)}
    where subscriptions.subscriber_id = given.subscriber and subscriptions.digest_id = given.digest`.execute(db)
}
