import type { FastifyReply } from 'fastify'
import { editIssue, type IssueEdit } from '../../../flow/issues/edit-issue.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { idIn } from './id-in.ts'

export const EDIT_ROUTES: DeskRoute[] = [
  { method: 'POST', path: '/issues/:id/edit', needs: 'editor', act: edit },
  { method: 'POST', path: '/issues/:id/words', needs: 'editor', act: sayWords },
]

const LONGEST_TEXT = 20_000

async function edit(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = idIn(visit)
  const { changes } = formFields(visit.request, ['changes'])
  const wanted = editIn(visit)
  if (!wanted) return goOn(web, visit, `/issues/${id}`, { kind: 'danger', text: visit.words.say('issues.no-no-such-story') })
  const done = await editIssue(web.store, { issueId: id, edit: wanted, changes: numberIn(changes) }, visit.person, web.clock())
  return answer(web, visit, done)
}

/** Reads a button's `deed`, such as `pin 7`, `move 7 -1` or `order 7,3,9`. */
function editIn({ request }: Visit): IssueEdit | undefined {
  const { deed, order } = formFields(request, ['deed', 'order'])
  if (order !== '') return { kind: 'order', order: order.split(',').map(Number) }
  const [kind = '', about = '', by = ''] = deed.split(' ')
  const id = Number(about)
  switch (kind) {
    case 'move':
      return { kind, briefingId: id, by: by === '-1' ? -1 : 1 }
    case 'move-topic':
      return { kind, topicId: id, by: by === '-1' ? -1 : 1 }
    case 'pin':
    case 'unpin':
    case 'leave-out':
    case 'bring-back':
    case 'newest':
      return { kind, briefingId: id }
    default:
      return undefined
  }
}

/** Subject and introduction of one language at once; what is as it was is not written down. */
async function sayWords(web: Web, visit: Visit): Promise<FastifyReply> {
  const id = idIn(visit)
  const { language, subject, changes, subjectBefore, introductionBefore } = formFields(visit.request, [
    'language',
    'subject',
    'changes',
    'subjectBefore',
    'introductionBefore',
  ])
  const introduction = textIn(visit, 'introduction')
  let count = numberIn(changes)
  let done: Awaited<ReturnType<typeof editIssue>> = { ok: true, changes: count ?? 0 }
  for (const [kind, text, before] of [
    ['subject', subject, subjectBefore],
    ['introduction', introduction, introductionBefore],
  ] as const) {
    if (!done.ok || plain(text) === plain(before)) continue
    done = await editIssue(web.store, { issueId: id, edit: { kind, language, text }, changes: count }, visit.person, web.clock())
    if (done.ok && count !== undefined) count = done.changes
  }
  return answer(web, visit, done)
}

const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim()

function answer(web: Web, visit: Visit, done: Awaited<ReturnType<typeof editIssue>>): FastifyReply {
  if (!done.ok && done.reason === 'no-such-issue') return notFound(web, visit)
  const to = `/issues/${idIn(visit)}`
  if (done.ok) return goOn(web, visit, to, { kind: 'success', text: visit.words.say('issues.editDone') })
  return goOn(web, visit, to, { kind: 'danger', text: visit.words.say(`issues.no-${done.reason}`) })
}

/** A longer text than a field usually has. */
function textIn({ request }: Visit, name: string): string {
  const body = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Record<string, unknown>
  const value = body[name]
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT).toWellFormed() : ''
}

const numberIn = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
