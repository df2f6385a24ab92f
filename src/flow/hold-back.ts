import { attitudeTo, BREAKER_WINDOW, isRefusingEverybody } from '../domain/breaker.ts'
import { domainGroupOf } from '../domain/domain-group.ts'
import type { Instant } from '../domain/instant.ts'
import { findBreaker, holdSuppressions, listLatelyDead, openBreaker } from '../store/breakers.ts'
import type { Db } from '../store/dialect.ts'
import { countDead, hourOf } from '../store/reputation.ts'
import { logSuppressions } from '../store/suppression-log.ts'
import { liftSuppression } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'
import type { RecipientNews } from './recipient-news.ts'

/** Which receivers were found to refuse everybody just now, and whose suppression waits for a person. */
export type HeldBack = { held: Set<string>; opened: { receiver: string; dead: number; gone: number }[] }

/**
 * The circuit breaker: one receiver's broken directory must not cost us all its readers. Where a receiver calls nearly everybody dead, those
 * are not suppressed but held, with the ones of the last hours that were suppressed before anybody could see it, until a person applies or
 * drops them together. The counts of these mails must have been written down before.
 */
export async function holdBack(tx: Db, tools: Pick<Publication, 'hashAddress'>, dead: RecipientNews[]): Promise<HeldBack> {
  const held = new Set<string>()
  const opened: HeldBack['opened'] = []
  for (const [receiver, news] of Map.groupBy(dead, ({ canonical }) => domainGroupOf(canonical))) {
    const now = Math.max(...news.map(({ at }) => at))
    const attitude = attitudeTo(await findBreaker(tx, receiver), now)
    if (attitude === 'believe') continue
    if (attitude === 'look') {
      const leftAt = Math.max(...news.map(({ leftAt }) => leftAt))
      const counts = await countDead(tx, receiver, { since: hourOf(leftAt) - BREAKER_WINDOW / 2, until: leftAt })
      if (!isRefusingEverybody(counts)) continue
      await openBreaker(tx, { receiver, ...counts }, now)
      await holdLatelyDead(tx, { receiver, now })
      opened.push({ receiver, ...counts })
    }
    await hold(tx, tools, { receiver, news })
    for (const { canonical } of news) held.add(canonical)
  }
  return { held, opened }
}

async function hold(
  tx: Db,
  { hashAddress }: Pick<Publication, 'hashAddress'>,
  of: { receiver: string; news: RecipientNews[] },
): Promise<void> {
  const { receiver, news } = of
  await holdSuppressions(
    tx,
    news.map(({ canonical, note, heard, at, deliveryId = null }) => ({ receiver, canonical, note, heard, deliveryId, at })),
  )
  await logSuppressions(
    tx,
    news.map(({ canonical, note, at, heard }) => ({
      ...{ what: 'held', canonical, hash: hashAddress(canonical)[0], reason: 'hard', note, by: heard, at },
    })),
  )
}

async function holdLatelyDead(tx: Db, of: { receiver: string; now: Instant }): Promise<void> {
  const { receiver, now } = of
  const lately = (await listLatelyDead(tx, now - BREAKER_WINDOW)).filter(({ canonical }) => domainGroupOf(canonical) === receiver)
  for (const { canonical } of lately) {
    const note = `${receiver} calls nearly everybody dead`
    await liftSuppression(tx, { canonical, hashes: [], reasons: ['hard'], note, by: 'breaker', what: 'held' }, now)
  }
  await holdSuppressions(
    tx,
    lately.map(({ canonical, note, at }) => ({ receiver, canonical, note, heard: 'report', deliveryId: null, at })),
  )
}
