import { saying, type Saying } from '../../domain/saying.ts'
import { parseHour } from '../../domain/reader-hour.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'

/** One thing that would be otherwise, such as `digest.hour=06:00` or `digest.morning.cap=5`. */
export type WantedChange = { key: string; value: string }

export type ChangesApplied = { ok: true } | { ok: false; message: Saying }

type Property = {
  column: 'minute' | 'zone' | 'weekdays' | 'cap' | 'approval'
  read: (value: string) => number | string | undefined
  wants: Saying
}

const PROPERTIES: Readonly<Record<string, Property>> = {
  hour: { column: 'minute', read: parseHour, wants: saying('refusals.wants-hour') },
  zone: { column: 'zone', read: checkZone, wants: saying('refusals.wants-zone') },
  days: { column: 'weekdays', read: parseWeekdays, wants: saying('refusals.wants-days') },
  cap: { column: 'cap', read: readCap, wants: saying('refusals.wants-cap') },
}

/** Changes the digests of a copy: `digest.<property>` of all of them, `digest.<slug>.<property>` of one. */
export async function applyChanges(db: Db, changes: WantedChange[]): Promise<ChangesApplied> {
  const slugs = (await listDigests(db)).map(({ slug }) => slug)
  for (const { key, value } of changes) {
    const [, slug, name = ''] = /^digest(?:\.([^.]+))?\.([a-z-]+)$/.exec(key) ?? []
    const property = PROPERTIES[name]
    if (!property)
      return no(
        saying('refusals.ahead-unknown', {
          key,
          known: Object.keys(PROPERTIES)
            .map((one) => `digest.${one}`)
            .join(', '),
        }),
      )
    if (slug !== undefined && !slugs.includes(slug))
      return no(saying('refusals.no-digest-there', { slug, there: slugs.join(', ') || saying('refusals.none-yet') }))
    const read = property.read(value)
    if (read === undefined) return no(saying('refusals.ahead-value', { key, wants: property.wants, value }))
    const update = db.updateTable('digests').set({ [property.column]: read })
    await (slug === undefined ? update : update.where('slug', '=', slug)).execute()
  }
  return { ok: true }
}

const no = (message: Saying): ChangesApplied => ({ ok: false, message })

function readCap(text: string): number | undefined {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= 100 ? value : undefined
}
