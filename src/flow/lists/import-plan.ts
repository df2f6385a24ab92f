import { cleanText } from '../../domain/clean-text.ts'
import { importRowReader, type ImportDigest } from '../../domain/import-row.ts'
import type { Instant } from '../../domain/instant.ts'
import { canonicalLanguage } from '../../domain/language.ts'
import { parseHour } from '../../domain/reader-hour.ts'
import type { ImportPlan } from '../../domain/reader-import.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { parseWeekdays } from '../../domain/weekdays.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'
import { listOfferedTopics } from '../../store/listings/reader-subscriptions.ts'
import { isOwnAddress } from '../is-own-address.ts'
import type { Publication } from '../publication.ts'

/** What is wrong with a plan, by its field. */
export type PlanFault = 'no-address' | 'no-consent' | 'no-digest' | 'no-topics' | 'no-hour' | 'no-zone' | 'no-days' | 'no-languages'

const SHORTEST_CONSENT = 10
const LONGEST_CONSENT = 2000

export async function findPlanFault(db: Db, plan: ImportPlan): Promise<PlanFault | undefined> {
  if (!plan.columns.includes('address')) return 'no-address'
  const consent = cleanText(plan.consent)
  if (consent.length < SHORTEST_CONSENT || consent.length > LONGEST_CONSENT) return 'no-consent'
  const digests = await importDigests(db)
  const digest = digests.find(({ slug }) => slug === plan.digest)
  if (!digest && (plan.digest !== '' || !plan.columns.includes('digest'))) return 'no-digest'
  if (digest && (digest.topics.size === 0 || plan.topics.some((slug) => !digest.topics.has(slug)))) return 'no-topics'
  if (parseHour(plan.hour) === undefined) return 'no-hour'
  if (checkZone(plan.zone) === undefined) return 'no-zone'
  if (parseWeekdays(plan.days) === undefined) return 'no-days'
  const tags = plan.languages.split(/[\s,]+/).filter((tag) => tag !== '')
  return tags.length === 0 || tags.some((tag) => canonicalLanguage(tag) === undefined) ? 'no-languages' : undefined
}

/** Reads the rows of an import as its plan says. */
export async function rowReaderFor(db: Db, publication: Publication, plan: ImportPlan, now: Instant) {
  const digests = await importDigests(db)
  return importRowReader(plan, { digests, isOwn: (canonical) => isOwnAddress(canonical, publication), now })
}

async function importDigests(db: Db): Promise<ImportDigest[]> {
  const digests = []
  for (const { id, slug } of await listDigests(db)) {
    const offered = await listOfferedTopics(db, id)
    digests.push({ id, slug, topics: new Map(offered.map((topic) => [topic.slug, topic.id])) })
  }
  return digests
}
