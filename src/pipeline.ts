import { noteSentIssues } from './flow/hooks/note-sent-issues.ts'
import { postHooks, pruneHooks } from './flow/hooks/post-hooks.ts'
import type { Role } from './settings/main-settings.ts'
import type { Instant } from './domain/instant.ts'
import { addressDue } from './flow/address-issue.ts'
import { answerSignUps, forgetOldSignUps } from './flow/answer-sign-ups.ts'
import { pruneRequests } from './flow/answer-once.ts'
import { approveDue } from './flow/approve-issue.ts'
import { composeDue, composeInstants } from './flow/compose-issue.ts'
import type { Pump } from './flow/deliver-due.ts'
import { publishScheduled } from './flow/editing/move-briefing.ts'
import { forgetFiles, workOffLists } from './flow/lists/work-off-lists.ts'
import { makeAllSearchable, makeReadersFindable } from './flow/make-searchable.ts'
import { forgetPassed } from './flow/forget-passed.ts'
import { pruneReports } from './flow/prune-reports.ts'
import { reclaim } from './flow/reclaim.ts'
import { noteInternationalMail } from './flow/international-mail.ts'
import { sendNotices, tidyNotices } from './flow/send-notices.ts'
import { welcomeReaders } from './flow/welcome-readers.ts'
import type { SenderContext } from './flow/sender-context.ts'

/** One step on the way of a briefing to the inbox. `run` does all that is to be done now and says how much that was. */
export type Stage = { verb: string; role: Role; every: 'minute' | 'ten-seconds' | 'bell'; run: (tools: Tools) => Promise<number> }

/** `notices` is the same sender with a line of its own: single mails and digests never wait for each other. */
export type Tools = SenderContext & { allowsPrivate?: boolean } & {
  pump: Pump
  notices: SenderContext
  signal: AbortSignal
  /** Whether nothing may be planned or sent, because the database may be a copy; without it, anything may. */
  isHeld?: () => Promise<boolean>
}

/**
 * The program on one page, and what runs. Any number of processes may run any of these at the same time: a unique key or a guarded
 * update names the winner of each step.
 *
 *     briefing ─► accept-briefing (doors), or written at the desk and published by hand or at its time (publish-scheduled)
 *                       ▼
 *     clock ────► compose-issue ─► approve-issue ─► address-issue ─► deliver ─► accepted, refused, doubtful, withheld
 *                                  (or a person)                     ▲     │
 *                                                                    └ reclaim: leases that ran out
 *     form ─────► ask-to-subscribe (doors) ─► answer-sign-ups ─► send-notices ─► confirm-sign-up (door)
 *     table ────► begin-import (doors) ─► work-off-lists
 */
export const PIPELINE: Stage[] = [
  {
    verb: 'publish-scheduled',
    role: 'planner',
    every: 'ten-seconds',
    run: ({ store, clock, failed }) => publishScheduled(store, clock(), (id, error) => failed(`publishing briefing ${id}`, error)),
  },
  {
    verb: 'compose-issue',
    role: 'planner',
    every: 'minute',
    run: (tools) => composeDue(tools.store, tools.clock(), ({ slug }, error) => tools.failed(`composing ${slug}`, error)),
  },
  {
    verb: 'approve-issue',
    role: 'planner',
    every: 'minute',
    run: (tools) => approveDue(tools.store, tools.publication, tools.clock(), (id, error) => tools.failed(`approving issue ${id}`, error)),
  },
  {
    verb: 'address-issue',
    role: 'planner',
    every: 'minute',
    run: (tools) => addressDue(tools.store, tools.clock(), (id, error) => tools.failed(`addressing issue ${id}`, error)),
  },
  { verb: 'release-instants', role: 'planner', every: 'ten-seconds', run: (tools) => releaseInstants(tools) },
  { verb: 'reclaim', role: 'collector', every: 'minute', run: (tools) => reclaimed(tools, tools.clock()) },
  {
    verb: 'make-searchable',
    role: 'collector',
    every: 'minute',
    run: ({ store, failed }) => makeAllSearchable(store, (id, error) => failed(`indexing briefing ${id}`, error)),
  },
  { verb: 'work-off-lists', role: 'collector', every: 'bell', run: (tools) => workOffLists(tools, tools.signal) },
  { verb: 'forget-imports', role: 'collector', every: 'minute', run: ({ store, clock }) => forgetFiles(store, clock()) },
  { verb: 'make-readers-findable', role: 'collector', every: 'minute', run: ({ store }) => makeReadersFindable(store) },
  { verb: 'note-international-mail', role: 'sender', every: 'minute', run: noteInternationalMail },
  { verb: 'prune-requests', role: 'collector', every: 'minute', run: (tools) => pruneRequests(tools.store, tools.clock()) },
  { verb: 'note-sent-issues', role: 'collector', every: 'minute', run: (tools) => noteSentIssues(tools.store, tools.clock()) },
  { verb: 'post-hooks', role: 'collector', every: 'ten-seconds', run: (tools) => postHooks(tools) },
  { verb: 'prune-hooks', role: 'collector', every: 'minute', run: (tools) => pruneHooks(tools) },
  { verb: 'prune-reports', role: 'collector', every: 'minute', run: (tools) => pruneReports(tools.store, tools.clock()) },
  { verb: 'forget-sign-ups', role: 'collector', every: 'minute', run: (tools) => forgetOldSignUps(tools.store, tools.clock()) },
  { verb: 'forget-passed', role: 'collector', every: 'minute', run: (tools) => forgetPassed(tools.store, tools.clock()) },
  { verb: 'tidy-notices', role: 'collector', every: 'minute', run: (tools) => tidyNotices(tools) },
  { verb: 'answer-sign-ups', role: 'sender', every: 'bell', run: (tools) => answerSignUps(tools) },
  { verb: 'welcome-readers', role: 'sender', every: 'bell', run: (tools) => welcomeReaders(tools) },
  { verb: 'send-notices', role: 'sender', every: 'bell', run: (tools) => sendNotices(tools.notices, tools.signal) },
  { verb: 'deliver', role: 'sender', every: 'bell', run: (tools) => tools.pump.deliverDue(tools.signal) },
]

/** Runs a stage, unless it plans or sends and the database may be a copy. */
export async function runStage({ role, run }: Stage, tools: Tools): Promise<number> {
  return (role === 'planner' || role === 'sender') && (await tools.isHeld?.()) ? 0 : run(tools)
}

/** Runs every stage of the given roles, over and over, until none finds anything to do now, nor what only waits for its turn. */
export async function runUntilIdle(tools: Tools, roles: readonly Role[]): Promise<Record<string, number>> {
  const stages = PIPELINE.filter((stage) => roles.includes(stage.role))
  const done = Object.fromEntries(stages.map((stage) => [stage.verb, 0]))
  // Where we are not wanted, trying again by ourselves changes nothing.
  const isBarred = (): boolean => tools.transport.trouble?.outcome === 'misconfigured'
  for (let found = 1; found > 0 && !tools.signal.aborted && !isBarred();) {
    found = 0
    for (const stage of stages) {
      const count = await runStage(stage, tools)
      done[stage.verb] = (done[stage.verb] ?? 0) + count
      found += count
    }
    if (found === 0 && roles.includes('sender') && (await tools.pump.waitForTurn(tools.signal))) found = 1
  }
  return done
}

/** News of an instant digest leave within a minute, so they do not wait for the next one. */
async function releaseInstants({ store, publication, clock, failed }: Tools): Promise<number> {
  const composed = await composeInstants(store, clock(), ({ slug }, error) => failed(`composing ${slug}`, error))
  if (composed === 0) return 0
  await approveDue(store, publication, clock(), (id, error) => failed(`approving issue ${id}`, error))
  await addressDue(store, clock(), (id, error) => failed(`addressing issue ${id}`, error))
  return composed
}

async function reclaimed({ store }: Tools, now: Instant): Promise<number> {
  const { queued, doubtful } = await reclaim(store, now)
  return queued + doubtful
}
