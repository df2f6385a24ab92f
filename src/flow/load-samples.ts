import { inEnglish } from '../render/in-english.ts'
import { readdir, readFile } from 'node:fs/promises'
import { HOUR, MINUTE, type Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import type { Names } from '../domain/topic.ts'
import { EVERY_DAY } from '../domain/weekdays.ts'
import { readBriefing } from '../intake/read-briefing.ts'
import type { Store } from '../store/dialect.ts'
import { recordFact } from '../store/installation.ts'
import { acceptBriefing } from './accept-briefing.ts'
import { addDigest } from './add-digest.ts'
import { addTopic } from './add-topic.ts'
import { composeNow } from './compose-issue.ts'
import { subscribe, type SubscribeTools } from './subscribe.ts'

const FOLDER = new URL('../../templates/demo/', import.meta.url)

type Demo = {
  topics: { slug: string; names: Names }[]
  digest: { slug: string; names: Names }
  subscribers: { name: string; address: string; zone: string; languages: string[]; topics: string[]; format: Format }[]
}

/**
 * Fills an empty installation with our own briefings and sample readers, and cuts their first issue. Every reader's own hour is the
 * minute at which it was loaded, so that the mails go out at once; the digest's next issue is cut at 06:00 UTC.
 */
export async function loadSamples(tools: SubscribeTools, now: Instant): Promise<{ briefings: number; subscribers: number }> {
  const { store } = tools
  const minute = now - (now % MINUTE)
  const demo = JSON.parse(await readFile(new URL('demo.json', FOLDER), 'utf8')) as Demo
  for (const topic of demo.topics) await addTopic(store, topic, now)
  const briefings = await loadBriefings(store, now)
  const limits = { cap: 10, lateLimit: 12 * HOUR, usefulFor: 24 * HOUR }
  const digest = await addDigest(
    store,
    { ...demo.digest, ...limits, schedule: { zone: 'UTC', minute: 360, weekdays: EVERY_DAY }, topics: [], approval: 'auto' },
    minute,
  )
  if (!digest.ok) throw new Error(inEnglish(digest.message))
  for (const { zone, ...reader } of demo.subscribers) {
    const hour = { zone, minute: minuteOfDay(minute, zone), weekdays: EVERY_DAY }
    const subscribed = await subscribe(tools, { ...reader, digest: demo.digest.slug, hour, how: 'samples' }, now)
    if (!subscribed.ok) throw new Error(inEnglish(subscribed.message))
  }
  await composeNow(store, digest.added, minute)
  await recordFact(store.db, 'samples-loaded-at', String(now))
  return { briefings, subscribers: demo.subscribers.length }
}

async function loadBriefings(store: Store, now: Instant): Promise<number> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.md')).sort()
  for (const name of names) {
    const read = readBriefing({ name, bytes: await readFile(new URL(name, FOLDER)) })
    if (!read.ok) throw new Error(`${name}: ${read.problems.map(({ message }) => inEnglish(message)).join(' ')}`)
    const accepted = await acceptBriefing(store, { draft: read.briefing, source: 'samples', asDraft: false }, now)
    if (!accepted.ok) throw new Error(`${name}: ${accepted.problems.map(({ message }) => inEnglish(message)).join(' ')}`)
  }
  return names.length
}

function minuteOfDay(at: Instant, zone: string): number {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return hour * 60 + minute
}
