import { z } from 'zod'
import { holdIssue } from '../../../flow/issues/hold-issue.ts'
import { sendNow } from '../../../flow/issues/send-now.ts'
import { skipIssue } from '../../../flow/issues/skip-issue.ts'
import { stopIssue } from '../../../flow/issues/stop-issue.ts'
import { unapproveIssue } from '../../../flow/issues/unapprove-issue.ts'
import type { Caller } from '../../../flow/desk/api-keys.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { getIssue, issue } from './issues-routes.ts'
import { cannot, unknownThing } from './refusal.ts'
import { byId, FAULTS } from './shapes.ts'

const MOVES = ['unapprove', 'skip', 'hold', 'stop', 'send-now'] as const
type Move = (typeof MOVES)[number]
type Moved = { ok: true } | { ok: false; reason: keyof typeof WHY_NOT }

const wanted = z.object({ move: z.enum(MOVES), why: z.string().max(500).default('').describe('of a hold: everybody reads it') })

/** What a person may do with an issue besides the yes, as at the desk. */
export function issueMoveRoutes(api: Api, web: Web): void {
  api.post(
    '/issues/:id/moves',
    {
      ...needs('publisher'),
      schema: {
        ...{ tags: ['issues'], operationId: 'moveIssue', summary: 'Take the yes back, skip a draft, hold, stop, or send at once' },
        ...{ params: byId, body: wanted, response: { 200: issue, ...FAULTS } },
      },
    },
    async (request) => {
      const { id } = request.params
      const { move, why } = request.body
      const moved = await VERBS[move](web, { id, why }, callerOf(request).actor)
      if (moved.ok) return getIssue(web, id)
      throw moved.reason === 'no-such-issue' ? unknownThing(`issue ${id}`) : cannot(WHY_NOT[moved.reason])
    },
  )
}

const VERBS: Record<Move, (web: Web, of: { id: number; why: string }, by: Caller['actor']) => Promise<Moved>> = {
  unapprove: ({ store, clock }, { id }, by) => unapproveIssue(store, id, by, clock()),
  skip: ({ store, clock }, { id }, by) => skipIssue(store, id, by, clock()),
  hold: ({ store, clock }, { id, why }, by) => holdIssue(store, { issueId: id, why }, by, clock()),
  stop: ({ store, clock }, { id }, by) => stopIssue(store, id, by, clock()),
  'send-now': ({ store, publication, clock }, { id }, by) => sendNow(store, { issueId: id }, by, { publication, now: clock() }),
}

const WHY_NOT = {
  'no-such-issue': 'There is no such issue.',
  'not-approved': 'It is not approved, so there is nothing to take back or to stop.',
  left: 'The first mail of it has left: the yes stands. Stop it, or correct it.',
  'in-hand': 'A sender has a mail of it in hand at this moment. Hold it, and try again in a minute.',
  'later-issue': 'A later issue of its digest was cut meanwhile.',
  'not-fixed': 'Only issues of a fixed digest wait for a yes.',
  'not-draft': 'It is no draft. Take the yes back first.',
  'held-already': 'It is held already.',
  held: 'It is held. Let it go on first.',
  skipped: 'It was skipped.',
  'changed-meanwhile': 'It was changed at this very moment. Read it again.',
}
