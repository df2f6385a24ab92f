import type { Saying } from '../../domain/saying.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { cutsBetween } from '../../domain/digest-schedule.ts'
import { DAY, MINUTE, type Instant } from '../../domain/instant.ts'
import { copyDatabase } from '../../store/copy-database.ts'
import type { Store } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'
import { listIssuesIn, markApproved } from '../../store/issues.ts'
import { acceptAllDue } from '../../store/simulated-deliveries.ts'
import { acceptBriefing } from '../accept-briefing.ts'
import { addressDue } from '../address-issue.ts'
import { composeDue } from '../compose-issue.ts'
import type { Publication } from '../publication.ts'
import { applyChanges, type WantedChange } from './apply-changes.ts'
import { comingBriefings, type ComingBriefing } from './coming-briefings.ts'
import { countMails, type Counted } from './count-mails.ts'
import { listClockChanges, type ClockChange } from './list-clock-changes.ts'

export type SimulationWish = {
  from: Instant
  /** How far to look, 1 to 60. */
  days: number
  /** What would be otherwise. */
  changes: WantedChange[]
  /** The IANA zone in which days and hours are counted. */
  zone: string
}

export type Simulation = Counted & {
  /** How many stories stand in for those to come: those of as many days before `from`, again at the same times of day. */
  briefings: number
  clockChanges: ClockChange[]
}

export type Simulated = { ok: true; simulation: Simulation } | { ok: false; message: Saying }

type Tools = {
  store: Store
  publication: Publication
  /** An empty, migrated database that is thrown away afterwards. */
  openScratch: () => Promise<Store>
  failed: (what: string, error: unknown) => void
  /** Called with the days that are done. */
  progress: (days: number) => void
}

const QUARTER = 15 * MINUTE

/**
 * Lives through the coming days in a copy of the database: the clock goes from one quarter of an hour to the next, the same functions as
 * ever cut and address the issues, and every mail counts as accepted at its time. No mail is sent, and nothing outside the copy changes.
 */
export async function simulate(tools: Tools, wish: SimulationWish): Promise<Simulated> {
  const scratch = await tools.openScratch()
  try {
    await copyDatabase(tools.store.db, scratch.db, { newestIssues: 4, dueSince: wish.from - 2 * DAY })
    const changed = await applyChanges(scratch.db, wish.changes)
    if (!changed.ok) return changed
    const briefings = await comingBriefings(scratch.db, wish)
    await liveThrough(scratch, { ...tools, ...wish, briefings })
    const counted = await countMails(scratch.db, wish, tools.publication)
    return { ok: true, simulation: { ...counted, briefings: briefings.length, clockChanges: await listClockChanges(scratch.db, wish) } }
  } finally {
    await scratch.close()
  }
}

type Life = SimulationWish & Tools & { briefings: ComingBriefing[] }

async function liveThrough(scratch: Store, life: Life): Promise<void> {
  const coming = [...life.briefings]
  let dayDone = 0
  for (const now of await stepsOf(scratch, life)) {
    while (coming[0] && coming[0].at <= now) await publish(scratch, coming.shift())
    await composeDue(scratch, now, ({ slug }, error) => life.failed(`composing ${slug}`, error))
    await letGo(scratch, now)
    await addressDue(scratch, now, (id, error) => life.failed(`addressing issue ${id}`, error))
    await acceptAllDue(scratch.db, { from: life.from, now })
    const day = Math.floor((now - life.from) / DAY)
    if (day > dayDone) life.progress((dayDone = day))
    await nextTurn()
  }
}

/** The quarters of an hour, the cuts of every digest, and the minutes at which a story comes. */
async function stepsOf({ db }: Store, { from, days, briefings }: Life): Promise<Instant[]> {
  const until = from + days * DAY
  const quarters = Array.from({ length: Math.floor((until - from) / QUARTER) + 1 }, (_, index) => ceilTo(from, QUARTER) + index * QUARTER)
  const cuts = (await listDigests(db)).flatMap((digest) => cutsBetween(digest.schedule, from, until))
  const minutes = briefings.map(({ at }) => ceilTo(at, MINUTE))
  return [...new Set([...quarters, ...cuts, ...minutes])].filter((at) => at < until).sort((one, other) => one - other)
}

const ceilTo = (at: Instant, step: number): Instant => Math.ceil(at / step) * step

async function publish(scratch: Store, briefing: ComingBriefing | undefined): Promise<void> {
  if (!briefing) return
  const { at, draft, topics } = briefing
  await acceptBriefing(scratch, { draft, source: 'simulation', topics, asDraft: false }, at)
}

/** Everybody says yes at once; the parts are left out, because nobody will read them. */
async function letGo({ db }: Store, now: Instant): Promise<void> {
  for (const issue of await listIssuesIn(db, 'draft'))
    await markApproved(db, issue.id, { at: now, by: 'simulation', partsHash: '', releaseAt: issue.dueAt })
}
