import { HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { reclaim } from '../../../src/flow/reclaim.ts'
import { runUntilIdle, type Tools } from '../../../src/pipeline.ts'
import { findNextDelivery } from '../../../src/store/next-delivery.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { openWorld, PUBLICATION } from '../../support/world.ts'
import { happen, peopleOf, type People } from './happen.ts'
import type { Plan } from './plan.ts'
import { reachedIn, type Line } from './record.ts'
import { recordingTransport } from './recording-transport.ts'
import { makeCalendar } from './step-calendar.ts'

type Life = { plan: Plan; databaseUrl: string; record: string; startAt: Instant; until: Instant; write: (line: Line) => void }

/** Goes from one moment at which something is to be done to the next, and does it; where another process was killed, it goes on. */
export async function liveOn({ plan, databaseUrl, record, startAt, until, write }: Life): Promise<void> {
  await using store = await openWorld(databaseUrl)
  const people = await peopleOf(store, plan)
  let now = startAt
  const tools = toolsOf(store, () => now, write)
  const nextOnCalendar = await makeCalendar(store)
  let happening = (await reachedIn(record)).done
  let tidiedAt = -Infinity
  while (now < until) {
    write({ what: 'step', at: now })
    happening = await happenUntil(store, { plan, people, happening, now, write })
    await reclaim(store, now)
    await runUntilIdle(tools, ['planner', 'sender'])
    let nextDelivery = (await findNextDelivery(store.db)) ?? Infinity
    // What is left behind has a lease that ran out. Tidying finds nothing else so often, and would cost a long life half of its time.
    if (nextDelivery <= now || now - tidiedAt >= 6 * HOUR) {
      tidiedAt = now
      await runUntilIdle(tools, ['planner', 'collector', 'sender'])
      nextDelivery = (await findNextDelivery(store.db)) ?? Infinity
    }
    const happensAt = plan.happenings[happening]?.at ?? Infinity
    const next = Math.min(happensAt, await nextOnCalendar(now, happensAt), nextDelivery)
    now = Math.max(next, now + MINUTE)
  }
}

type Present = { plan: Plan; people: People; happening: number; now: Instant; write: (line: Line) => void }

/** Gives back which of the plan's happenings comes next. */
async function happenUntil(store: Store, { plan, people, happening, now, write }: Present): Promise<number> {
  for (let index = happening; ; index++) {
    const one = plan.happenings[index]
    if (!one || one.at > now) return index
    await happen(store, { one, people, now })
    write({ what: 'done', at: now, happening: index })
  }
}

const MAILS_AT_ONCE = 4

function toolsOf(store: Store, clock: () => Instant, write: (line: Line) => void): Tools {
  const transport = recordingTransport(clock, write)
  const failed = (what: string, error: unknown): void => {
    write({ what: 'trouble', at: clock(), text: `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` })
  }
  const context = { store, publication: PUBLICATION, transport, clock, random: () => 0.5, failed }
  return { ...context, pump: makePump(context, MAILS_AT_ONCE), notices: context, signal: new AbortController().signal }
}
