import { parseHour } from '../../domain/reader-hour.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'

/** One thing that would be otherwise, such as `digest.hour=06:00` or `digest.morning.cap=5`. */
export type WantedChange = { key: string; value: string }

export type ChangesApplied = { ok: true } | { ok: false; message: string }

type Property = {
  column: 'minute' | 'zone' | 'weekdays' | 'cap' | 'approval'
  read: (value: string) => number | string | undefined
  wants: string
}

const PROPERTIES: Readonly<Record<string, Property>> = {
  hour: { column: 'minute', read: parseHour, wants: 'a time of day such as 06:00' },
  zone: { column: 'zone', read: checkZone, wants: 'an IANA time zone such as Asia/Tokyo' },
  days: { column: 'weekdays', read: parseWeekdays, wants: 'weekdays such as mon,tue,fri, or weekdays, weekend, daily' },
  cap: { column: 'cap', read: readCap, wants: 'a whole number from 1 to 100' },
}

/** Changes the digests of a copy: `digest.<property>` of all of them, `digest.<slug>.<property>` of one. */
export async function applyChanges(db: Db, changes: WantedChange[]): Promise<ChangesApplied> {
  const slugs = (await listDigests(db)).map(({ slug }) => slug)
  for (const { key, value } of changes) {
    const [, slug, name = ''] = /^digest(?:\.([^.]+))?\.([a-z-]+)$/.exec(key) ?? []
    const property = PROPERTIES[name]
    if (!property)
      return no(
        `"${key}" cannot be set here. Set ${Object.keys(PROPERTIES)
          .map((one) => `digest.${one}`)
          .join(', ')}, or digest.<slug>.hour and so on.`,
      )
    if (slug !== undefined && !slugs.includes(slug))
      return no(`There is no digest "${slug}". The digests are: ${slugs.join(', ') || 'none yet'}.`)
    const read = property.read(value)
    if (read === undefined) return no(`${key} takes ${property.wants}, not "${value}".`)
    const update = db.updateTable('digests').set({ [property.column]: read })
    await (slug === undefined ? update : update.where('slug', '=', slug)).execute()
  }
  return { ok: true }
}

const no = (message: string): ChangesApplied => ({ ok: false, message })

function readCap(text: string): number | undefined {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= 100 ? value : undefined
}
