import { checkAddress } from './address.ts'
import type { Language } from './briefing.ts'
import { cleanText } from './clean-text.ts'
import type { Instant } from './instant.ts'
import { canonicalLanguage } from './language.ts'
import type { Format } from './part.ts'
import { parseHour } from './reader-hour.ts'
import type { ImportField, ImportPlan, Refusal } from './reader-import.ts'
import { checkZone } from './time-zone.ts'
import { parseWeekdays } from './weekdays.ts'

/** A digest as rows name it, with the topics that it offers by slug. */
export type ImportDigest = { id: number; slug: string; topics: Map<string, number> }

/** What a row wishes. `said`: what stands in the row itself, for a reader who has the digest already. */
export type ImportWish = {
  address: string
  canonical: string
  name: string
  digestId: number
  topicIds: number[]
  minute: number
  weekdays: number
  zone: string
  languages: Language[]
  format: Format
  consentedAt: Instant | undefined
  said: Set<ImportField>
}

export type RowRead = { ok: true; wish: ImportWish } | { ok: false; refusal: Refusal }

const LONGEST_NAME = 80
const LEFT = /^(ended|left|suppressed|unsubscribed|cleaned|bounced|complained|inactive|退订|已退订|已停发)$/i

/** Reads rows of one table by its plan. What many rows say alike is read once. */
export function importRowReader(
  plan: ImportPlan,
  { digests, isOwn, now }: { digests: ImportDigest[]; isOwn: (canonical: string) => boolean; now: Instant },
): (cells: readonly string[]) => RowRead {
  const bySlug = new Map(digests.map((digest) => [digest.slug, digest]))
  const columnOf = new Map(plan.columns.flatMap((field, index) => (field === '' ? [] : [[field, index] as const])))
  const [hourOf, daysOf, zoneOf] = [remembered(parseHour), remembered(parseWeekdays), remembered(checkZone)]
  const languagesOf = remembered(readLanguages)
  return (cells) => {
    const cell = (field: ImportField): string => cells[columnOf.get(field) ?? -1]?.trim() ?? ''
    const said = new Set<ImportField>()
    const told = (field: 'digest' | 'hour' | 'days' | 'zone' | 'languages' | 'format'): string => {
      if (cell(field) === '') return plan[field]
      said.add(field)
      return cell(field)
    }
    const checked = checkAddress(cell('address'))
    if (!checked.ok) return no('address')
    if (isOwn(checked.canonical)) return no('own-address')
    if (LEFT.test(cell('state'))) return no('left')
    const name = cleanText(cell('name'))
    if ([...name].length > LONGEST_NAME) return no('name')
    const digest = bySlug.get(told('digest'))
    if (!digest) return no('digest')
    const topicIds = topicsOf(cell('topics'), plan, digest)
    if (!topicIds) return no('topics')
    if (cell('topics') !== '') said.add('topics')
    const [minute, weekdays, zone] = [hourOf(told('hour')), daysOf(told('days')), zoneOf(told('zone'))]
    if (minute === undefined) return no('hour')
    if (weekdays === undefined) return no('days')
    if (zone === undefined) return no('zone')
    const languages = languagesOf(told('languages'))
    if (!languages) return no('languages')
    const format = told('format').toLowerCase()
    if (format !== 'html' && format !== 'text') return no('format')
    const { address, canonical } = checked
    const consentedAt = dateOf(cell('consented'), now)
    return {
      ok: true,
      wish: { address, canonical, name, digestId: digest.id, topicIds, minute, weekdays, zone, languages, format, consentedAt, said },
    }
  }
}

const no = (refusal: Refusal): RowRead => ({ ok: false, refusal })

/** The chosen topics that the digest offers, in ascending order; undefined for one that is unknown, or none at all. */
function topicsOf(cell: string, plan: ImportPlan, { topics }: ImportDigest): number[] | undefined {
  const named =
    cell === ''
      ? plan.topics
      : cell
          .split(/[,;|]/)
          .map((slug) => slug.trim().toLowerCase())
          .filter((slug) => slug !== '')
  const ids = named.length === 0 ? [...topics.values()] : named.map((slug) => topics.get(slug))
  const known = ids.filter((id) => id !== undefined)
  return known.length === 0 || known.length < ids.length ? undefined : [...new Set(known)].sort((one, other) => one - other)
}

function readLanguages(text: string): Language[] | undefined {
  const tags = text
    .split(/[\s,;|]+/)
    .filter((tag) => tag !== '')
    .map((tag) => canonicalLanguage(tag))
  const known = tags.filter((tag) => tag !== undefined)
  return known.length === 0 || known.length < tags.length ? undefined : known
}

/** A date or an instant in ISO 8601 that lies in the past; what is anything else is not known. */
function dateOf(text: string, now: Instant): Instant | undefined {
  const at = /^\d{4}-\d\d-\d\d([T ][\d:.]{4,12}(Z|[+-]\d\d:?\d\d)?)?$/.test(text)
    ? Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text)
    : NaN
  return at > 0 && at <= now ? at : undefined
}

const MOST_REMEMBERED = 1000

function remembered<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const value = read(text)
    if (known.size < MOST_REMEMBERED) known.set(text, value)
    return value
  }
}
