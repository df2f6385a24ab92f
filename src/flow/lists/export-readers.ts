import { setImmediate } from 'node:timers/promises'
import { csvLine } from '../../domain/csv-line.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ReaderFilter } from '../../domain/reader-filter.ts'
import { hourText } from '../../domain/reader-hour.ts'
import { IMPORT_FIELDS } from '../../domain/reader-import.ts'
import { weekdaysText } from '../../domain/weekdays.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { listExported, type ExportedReader } from '../../store/listings/exported-readers.ts'
import { listMatchingIds } from '../../store/lists/matching-ids.ts'
import { idsOf } from '../../store/subscriptions.ts'
import { listTopics } from '../../store/topics.ts'

type Wanted = { filter: ReaderFilter; withMark: boolean; actor: Actor; now: Instant }

const AT_ONCE = 500
/** By it, Excel knows that the file is UTF-8. */
const MARK = '\ufeff'

/**
 * All readers of a filter as CSV that is safe to open in a spreadsheet, a line for each subscription, as it is read: no more than a few hundred
 * are held at a time. The columns are those that an import knows. Who took it along is written down first.
 */
export async function* exportReaders(store: Store, { filter, withMark, actor, now }: Wanted): AsyncGenerator<string> {
  await writeDeed(store.db, actor, { action: 'subscribers.export', subject: 'subscribers', after: filter }, now)
  const slugs = new Map((await listTopics(store.db)).map(({ id, slug }) => [id, slug]))
  yield `${withMark ? MARK : ''}${csvLine([...IMPORT_FIELDS])}\r\n`
  const last = await store.db.selectFrom('subscribers').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  for (let after = 0, through = last?.id ?? 0; after < through;) {
    const { ids, lookedTo } = await listMatchingIds(store, filter, { after, through, limit: AT_ONCE, now })
    const rows = await listExported(store.db, ids)
    if (rows.length > 0) yield rows.map((row) => lineOf(row, { slugs, now })).join('')
    after = lookedTo
    await setImmediate()
  }
}

function lineOf(row: ExportedReader, { slugs, now }: { slugs: Map<number, string>; now: Instant }): string {
  const isPaused = row.state === 'active' && (row.pausedUntil ?? 0) > now
  const chosen = row.digest === null ? undefined : row
  const cells: Record<(typeof IMPORT_FIELDS)[number], string> = {
    address: row.address,
    name: row.name,
    digest: row.digest ?? '',
    topics: idsOf(row.topics ?? '')
      .map((id) => slugs.get(id) ?? String(id))
      .join(','),
    hour: chosen ? hourText(chosen.minute) : '',
    days: chosen ? weekdaysText(chosen.weekdays) : '',
    zone: chosen?.zone ?? '',
    languages: chosen?.languages ?? '',
    format: chosen?.format ?? '',
    state: row.suppressed === null ? (isPaused ? 'paused' : (row.state ?? '')) : 'suppressed',
    consented: row.consentedAt === null ? '' : new Date(row.consentedAt).toISOString(),
  }
  return `${csvLine(IMPORT_FIELDS.map((field) => cells[field]))}\r\n`
}
