import type { FastifyReply } from 'fastify'
import type { DeskRole } from '../../../domain/desk-role.ts'
import { approveIssue } from '../../../flow/approve-issue.ts'
import { correctIssue } from '../../../flow/issues/correct-issue.ts'
import { findDeskIssue } from '../../../flow/issues/desk-issue.ts'
import { holdIssue } from '../../../flow/issues/hold-issue.ts'
import { noteLook } from '../../../flow/issues/note-look.ts'
import { sendNow } from '../../../flow/issues/send-now.ts'
import { skipIssue } from '../../../flow/issues/skip-issue.ts'
import { startCorrection } from '../../../flow/issues/start-correction.ts'
import { stopIssue } from '../../../flow/issues/stop-issue.ts'
import { unapproveIssue } from '../../../flow/issues/unapprove-issue.ts'
import { resumeIssue } from '../../../flow/resume-issue.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { idIn } from './id-in.ts'
import { progressView } from './progress-view.ts'
import { readersOf } from './readers-of.ts'

type Done = { ok: boolean; reason?: string; values?: Record<string, string | number>; to?: string }

type Deed = { name: string; needs: DeskRole; run: (web: Web, visit: Visit, id: number) => Promise<Done> }

const at = ({ publication, clock }: Web) => ({ publication, now: clock() })

const seenIn = ({ request }: Visit): string | undefined => formFields(request, ['seen']).seen || undefined

/** What one does to an issue: `issues.<name>Done` says that it was done, `issues.no-<reason>` why not. */
const DEEDS: Deed[] = [
  {
    name: 'approve',
    needs: 'publisher',
    run: (web, visit, issueId) =>
      approveIssue(web.store, { issueId, by: visit.person, releaseAt: web.clock(), seen: seenIn(visit) }, web.publication, web.clock()),
  },
  { name: 'unapprove', needs: 'publisher', run: (web, { person }, id) => unapproveIssue(web.store, id, person, web.clock()) },
  {
    name: 'hold',
    needs: 'publisher',
    run: (web, { request, person }, issueId) =>
      holdIssue(web.store, { issueId, why: formFields(request, ['why']).why.trim().slice(0, 200) }, person, web.clock()),
  },
  { name: 'release', needs: 'publisher', run: (web, { person }, id) => resumeIssue(web.store, id, web.clock(), person) },
  { name: 'stop', needs: 'publisher', run: (web, { person }, id) => stopIssue(web.store, id, person, web.clock()) },
  {
    name: 'skip',
    needs: 'publisher',
    run: async (web, { person }, id) => {
      const done = await skipIssue(web.store, id, person, web.clock())
      return done.ok && !done.storiesGoOn ? { ok: true, reason: 'skipDoneGivenUp' } : done
    },
  },
  {
    name: 'send-now',
    needs: 'publisher',
    run: async (web, visit, issueId) => {
      const done = await sendNow(web.store, { issueId, seen: seenIn(visit) }, visit.person, at(web))
      return done.ok ? { ok: true, values: { count: done.mails } } : done
    },
  },
  {
    name: 'correct',
    needs: 'publisher',
    run: async (web, visit, issueId) => {
      const done = await correctIssue(web.store, { issueId, seen: seenIn(visit) }, visit.person, at(web))
      return done.ok ? { ok: true, values: { printing: done.printing } } : done
    },
  },
  {
    name: 'start-correction',
    needs: 'publisher',
    run: async (web, { person }, id) => {
      const done = await startCorrection(web.store, id, person, web.clock())
      return done.ok ? { ok: true, values: { count: done.readers }, to: `/issues/${done.issueId}` } : done
    },
  },
]

/** Those that ask first, on a page of their own where there is no script. */
const ASKED = ['send-now', 'skip', 'stop', 'unapprove']

export const ACTION_ROUTES: DeskRoute[] = [
  ...DEEDS.map(({ name, needs, run }): DeskRoute => ({
    method: 'POST',
    path: `/issues/:id/${name}`,
    needs,
    act: (web, visit) => act(web, visit, { name, run }),
  })),
  ...ASKED.map((name): DeskRoute => ({
    method: 'GET',
    path: `/issues/:id/${name}`,
    needs: 'publisher',
    act: (web, visit) => ask(web, visit, name),
  })),
  { method: 'POST', path: '/issues/:id/looked', needs: 'editor', act: looked },
]

async function act(web: Web, visit: Visit, { name, run }: Pick<Deed, 'name' | 'run'>): Promise<FastifyReply> {
  const id = idIn(visit)
  const done = await run(web, visit, id)
  if (done.reason === 'no-such-issue') return notFound(web, visit)
  const { words } = visit
  const key = done.ok ? (done.reason ?? `${name}Done`) : `no-${done.reason ?? ''}`
  const text = words.say(`issues.${key}`, { count: 0, ...done.values })
  return goOn(web, visit, done.to ?? `/issues/${id}`, { kind: done.ok ? 'success' : 'danger', text })
}

async function ask(web: Web, visit: Visit, name: string): Promise<FastifyReply> {
  const { words } = visit
  const id = idIn(visit)
  const found = await findDeskIssue(web.store.db, { id, personId: visit.person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const { issue, digest } = found
  const progress = await progressView(web, visit, found)
  const readers = await readersOf(web)
  const { seen: asked } = visit.request.query as Record<string, unknown>
  const seen = typeof asked === 'string' ? asked.slice(0, 64) : ''
  return sendDeskPage(web, visit, {
    name: 'issue-ask',
    title: words.say(`issues.ask-${name}`, { issue: `${visit.digestName(digest.slug)} ${issue.number}` }),
    at: '/issues',
    view: {
      id,
      deed: name,
      seen,
      // While all readers are counted for the first time, it is not known to how many.
      count: progress?.said || (readers ? words.say('issues.readers', { count: readers.get(digest.slug) ?? 0 }) : ''),
      about: words.say(`issues.${name}About`),
      label: words.say(`issues.${name}`),
      isDanger: name !== 'send-now',
    },
  })
}

async function looked(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = idIn(visit)
  if (!(await noteLook(web.store, { id, personId: visit.person.id }, web.publication, web.clock()))) return notFound(web, visit)
  return goOn(web, visit, `/issues/${id}`)
}
