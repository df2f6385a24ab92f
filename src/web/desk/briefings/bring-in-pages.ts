import { saying } from '../../../domain/saying.ts'
import type { FastifyReply } from 'fastify'
import type { Problem } from '../../../domain/briefing.ts'
import { beginBriefing } from '../../../flow/editing/begin-briefing.ts'
import { bringIn, type BroughtIn } from '../../../flow/editing/bring-in.ts'
import { cleanPasted } from '../../../flow/editing/clean-pasted.ts'
import { keepWords } from '../../../flow/editing/keep-words.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { LARGEST_BRIEFING_FORM } from './briefing-form.ts'
import { findOpen } from './find-open.ts'

const LARGEST_FILE = 12_000_000

export const BRING_IN_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/briefings/bring-in', needs: 'editor', act: (web, visit) => showForm(web, visit) },
  { method: 'POST', path: '/briefings/bring-in', needs: 'editor', takesFile: LARGEST_FILE, act: bringInNew },
  { method: 'POST', path: '/briefings/clean', needs: 'editor', takesText: LARGEST_BRIEFING_FORM, act: clean },
  { method: 'POST', path: '/briefings/:id/take', needs: 'editor', takesFile: LARGEST_FILE, act: takeIntoText },
]

async function showForm(web: Web, visit: Visit, problems: Problem[] = []): Promise<FastifyReply> {
  const { words } = visit
  const notice = problems.length > 0 ? { kind: 'danger' as const, text: words.say('briefings.bringInRefused') } : undefined
  return sendDeskPage(web, visit, {
    name: 'briefing-bring-in',
    title: words.say('briefings.bringIn'),
    at: '/briefings',
    view: { problems: problems.map((problem) => problemText(visit, problem)) },
    notice,
  })
}

const problemText = ({ words }: Visit, { line, message }: Problem): string =>
  line > 0 ? `${words.say('checks.line', { count: line })}: ${words.tell(message)}` : words.tell(message)

/** A file becomes a draft, with whatever it holds; what is missing or unclear is said on the page to which this leads. */
async function bringInNew(web: Web, visit: Visit): Promise<FastifyReply> {
  const brought = await readSent(web, visit)
  if (!brought.ok) return showForm(web, { ...visit, reply: visit.reply.code(422) }, brought.problems)
  const id = await beginBriefing(web.store, brought.fields, visit.person, web.clock())
  return goOn(web, visit, `/briefings/${id}`, noticeOf(visit, brought.problems))
}

const MOST_TOLD = 4

function noticeOf(visit: Visit, problems: Problem[]): DeskNotice {
  if (problems.length === 0) return { kind: 'success', text: visit.words.say('briefings.broughtIn') }
  const told = problems.slice(0, MOST_TOLD).map((problem) => problemText(visit, problem))
  return { kind: 'warning', text: [visit.words.say('briefings.broughtInWith'), ...told].join(' ') }
}

async function readSent(web: Web, { file }: Visit): Promise<BroughtIn> {
  if (!file) return { ok: false, problems: [{ line: 0, message: saying('briefings.noFile') }] }
  try {
    return await bringIn(web.store.db, { name: file.name, bytes: Buffer.concat((await file.bytes.toArray()) as Buffer[]) })
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 413)
      return { ok: false, problems: [{ line: 0, message: saying('briefings.fileTooLarge') }] }
    throw error
  }
}

/**
 * A file that is dropped on a text: an empty briefing takes all of it (204: load the page again), any other its text, where the cursor stands.
 * Nothing is saved by that.
 */
async function takeIntoText(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const brought = await readSent(web, visit)
  const { reply } = visit
  if (!brought.ok)
    return reply
      .code(422)
      .type('text/plain; charset=utf-8')
      .send(brought.problems.map((one) => problemText(visit, one)).join('\n'))
  const { title, body } = open.fields
  if (title !== '' || body !== '') return reply.type('text/plain; charset=utf-8').send(brought.fields.body)
  const words = { id: open.briefing.id, personId: visit.person.id, revision: open.revision, fields: brought.fields }
  await keepWords(web.store, words, web.clock())
  return reply.code(204).send()
}

async function clean(_: Web, { request, reply }: Visit): Promise<FastifyReply> {
  const { html } = (request.body ?? {}) as Record<string, unknown>
  const markdown = typeof html === 'string' ? await cleanPasted(html) : undefined
  return markdown === undefined ? reply.code(422).send('') : reply.type('text/plain; charset=utf-8').send(markdown)
}
