import type { BriefingState } from '../../domain/briefing.ts'
import type { DeskRole } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { publishBriefing } from '../../store/briefings.ts'
import { markPagesChanged, nextPublishSeq } from '../../store/counters.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findEdited, listScheduledUntil, moveBriefing, setPublishAt, type EditedBriefing } from '../../store/edited-briefings.ts'
import { leaveIssues, type IssuesLeft } from './leave-issues.ts'

/**
 * The way of a briefing:
 *
 *     draft ⇄ review ─► published ⇄ withdrawn        to publish later: draft or review with a time
 *       └────────┴────────────────► withdrawn        given up before it was public
 */
export type Move = 'review' | 'draft' | 'publish' | 'withdraw' | 'bring-back' | 'unschedule'

export type Moved =
  { ok: true; state: BriefingState; left?: IssuesLeft } | { ok: false; reason: 'unknown' | 'not-now' | 'no-title' | 'no-topic' | 'past' }

/** Its author says that it is done; that it comes out, when, and that it is taken back, is a publisher's to say. */
export const roleToMove = (move: Move | 'schedule'): DeskRole => (move === 'review' || move === 'draft' ? 'editor' : 'publisher')

/** Moves a briefing one step on its way. A step that does not lead on from where it stands changes nothing. */
export async function takeStep(store: Store, { id, move }: { id: number; move: Move }, by: Actor, now: Instant): Promise<Moved> {
  return store.db.transaction().execute(async (tx): Promise<Moved> => {
    const briefing = await findEdited(tx, id)
    if (!briefing) return { ok: false, reason: 'unknown' }
    const moved = await STEPS[move](tx, briefing, now)
    if (!moved.ok) return moved
    const before = { state: briefing.state, publishAt: briefing.publishAt }
    await writeDeed(tx, by, { action: `briefing.${move}`, subject: `briefing:${id}`, before, after: { ...moved, ok: undefined } }, now)
    await markPagesChanged(tx, now)
    return moved
  })
}

type Step = (tx: Db, briefing: EditedBriefing, now: Instant) => Promise<Moved>

const STEPS: Record<Move, Step> = {
  review: (tx, briefing, now) => from(tx, briefing, { states: ['draft'], to: 'review', at: now }),
  draft: (tx, briefing, now) => from(tx, briefing, { states: ['review'], to: 'draft', at: now }),
  publish: (tx, briefing, now) => publish(tx, briefing, now),
  withdraw,
  'bring-back': (tx, briefing, now) =>
    from(tx, briefing, { states: ['withdrawn'], to: briefing.publicRevision === null ? 'draft' : 'published', at: now }),
  unschedule: async (tx, { id, state, publishAt }) => {
    if (publishAt === null) return { ok: false, reason: 'not-now' }
    await setPublishAt(tx, id, null)
    return { ok: true, state }
  },
}

type Way = { states: BriefingState[]; to: BriefingState; at: Instant }

async function from(tx: Db, { id, state }: EditedBriefing, { states, to, at }: Way): Promise<Moved> {
  const isMoved = states.includes(state) && (await moveBriefing(tx, id, { from: state, to, at }))
  return isMoved ? { ok: true, state: to } : { ok: false, reason: 'not-now' }
}

async function publish(tx: Db, briefing: EditedBriefing, at: Instant): Promise<Moved> {
  const fault = notReady(briefing)
  if (fault) return { ok: false, reason: fault }
  // A readers' window runs over this sequence, so it is taken last.
  await publishBriefing(tx, briefing.id, { seq: await nextPublishSeq(tx), at })
  return { ok: true, state: 'published' }
}

async function withdraw(tx: Db, briefing: EditedBriefing, now: Instant): Promise<Moved> {
  const moved = await from(tx, briefing, { states: ['draft', 'review', 'published'], to: 'withdrawn', at: now })
  return moved.ok ? { ...moved, left: await leaveIssues(tx, briefing.id, now) } : moved
}

function notReady({ state, content, filing }: EditedBriefing): 'not-now' | 'no-title' | 'no-topic' | undefined {
  if (state !== 'draft' && state !== 'review') return 'not-now'
  if (content.title === '') return 'no-title'
  return filing.topicIds.length === 0 ? 'no-topic' : undefined
}

/** Has a briefing published by itself at a time to come. */
export async function schedulePublication(store: Store, { id, at }: { id: number; at: Instant }, by: Actor, now: Instant): Promise<Moved> {
  return store.db.transaction().execute(async (tx): Promise<Moved> => {
    const briefing = await findEdited(tx, id)
    if (!briefing) return { ok: false, reason: 'unknown' }
    const fault = at <= now ? 'past' : notReady(briefing)
    if (fault) return { ok: false, reason: fault }
    await setPublishAt(tx, id, at)
    const before = { publishAt: briefing.publishAt }
    await writeDeed(tx, by, { action: 'briefing.schedule', subject: `briefing:${id}`, before, after: { publishAt: at } }, now)
    return { ok: true, state: briefing.state }
  })
}

const CLOCK: Actor = { id: null, name: 'clock' }

/** Publishes what is due, each by itself; says how many. What is no longer ready, as without a topic, stays and its time is taken back. */
export async function publishScheduled(store: Store, now: Instant, failed: (id: number, error: unknown) => void): Promise<number> {
  let published = 0
  for (const { id, publishAt } of await listScheduledUntil(store.db, now)) {
    try {
      const moved = await takeStep(store, { id, move: 'publish' }, CLOCK, publishAt)
      if (moved.ok) published++
      else await takeStep(store, { id, move: 'unschedule' }, { ...CLOCK, name: `clock: ${moved.reason}` }, now)
    } catch (error) {
      failed(id, error)
    }
  }
  return published
}
