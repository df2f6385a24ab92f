import type { FastifyReply } from 'fastify'
import { keepWords, dropWords, tellOpen } from '../../../flow/editing/keep-words.ts'
import type { OpenEditor } from '../../../flow/editing/open-editor.ts'
import { saveBriefing, type Saved } from '../../../flow/editing/save-briefing.ts'
import type { Choices } from '../../../domain/merge-fields.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { LARGEST_BRIEFING_FORM, readBriefingForm } from './briefing-form.ts'
import { conflictView } from './conflict-view.ts'
import { besideView, editorView, hereView, lookOf } from './editor-view.ts'
import { findOpen } from './find-open.ts'
import { takeStepAfterSaving } from './step-pages.ts'

const takesText = LARGEST_BRIEFING_FORM

export const EDITOR_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/briefings/:id', needs: 'viewer', act: showEditor },
  { method: 'POST', path: '/briefings/:id', needs: 'editor', takesText, act: save },
  { method: 'POST', path: '/briefings/:id/draft', needs: 'editor', takesText, act: keep },
  { method: 'POST', path: '/briefings/:id/here', needs: 'editor', act: here },
  { method: 'POST', path: '/briefings/:id/discard', needs: 'editor', takesText, act: discard },
]

async function showEditor(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  return open ? sendEditor(web, visit, open) : notFound(web, visit)
}

async function sendEditor(web: Web, visit: Visit, open: OpenEditor, refused?: Saved): Promise<FastifyReply> {
  const view = await editorView(web, visit, open)
  const notice =
    refused && !refused.ok ? { kind: 'danger' as const, text: visit.words.say(`briefings.refused-${refused.reason}`) } : undefined
  return sendDeskPage(web, visit, {
    name: 'briefing',
    title: open.fields.title || visit.words.say('briefings.untitled'),
    at: '/briefings',
    view,
    scripts: ['markdown-toolbar', 'briefing'],
    notice,
  })
}

/** What is typed is kept every few moments; the answer is what stands beside it. */
async function keep(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { fields, revision } = readBriefingForm(visit.request)
  const now = web.clock()
  const isUnsaved = await keepWords(web.store, { id: open.briefing.id, personId: visit.person.id, revision, fields }, now)
  const kept = { ...open, fields, revision, unsavedSince: isUnsaved ? now : undefined }
  return sendDeskPart(web, visit, { name: 'briefing-beside', title: fields.title, view: await besideView(web, visit, kept, lookOf(visit)) })
}

/** Tells others who is here, and who is here who else is. */
async function here(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  await tellOpen(web.store, { id: open.briefing.id, personId: visit.person.id }, web.clock())
  const { revision } = readBriefingForm(visit.request)
  return sendDeskPart(web, visit, { name: 'briefing-here', title: '', view: await hereView(web, visit, { ...open, revision }) })
}

async function discard(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  await dropWords(web.store, { id: open.briefing.id, personId: visit.person.id })
  return goOn(web, visit, `/briefings/${open.briefing.id}`, { kind: 'success', text: visit.words.say('briefings.discarded') })
}

/** Saves, and goes on to what the button says besides: review, publication, a time for it. */
async function save(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { id } = open.briefing
  const { fields, revision } = readBriefingForm(visit.request)
  const now = web.clock()
  // Whatever becomes of the saving, nothing that was typed is lost.
  await keepWords(web.store, { id, personId: visit.person.id, revision, fields }, now)
  const choices = choicesOf(visit)
  const saved = await saveBriefing(web.store, { id, revision, fields, choices }, visit.person, now)
  if (saved.ok) return takeStepAfterSaving(web, visit, { id, verdict: saved.verdict })
  const mine = { ...open, fields, revision, unsavedSince: now }
  if (saved.reason !== 'conflict') return sendEditor(web, { ...visit, reply: visit.reply.code(422) }, mine, saved)
  return sendDeskPage(
    web,
    { ...visit, reply: visit.reply.code(409) },
    {
      name: 'briefing-conflict',
      title: visit.words.say('briefings.conflictTitle'),
      at: '/briefings',
      view: conflictView(mine, saved, visit),
    },
  )
}

/** `choice-title=mine`, as the page about conflicts sends it. */
function choicesOf({ request }: Visit): Choices {
  const body = (request.body ?? {}) as Record<string, unknown>
  const chosen = Object.entries(body).flatMap(([name, value]) =>
    name.startsWith('choice-') && (value === 'mine' || value === 'theirs' || value === 'both')
      ? [[name.slice('choice-'.length), value]]
      : [],
  )
  return Object.fromEntries(chosen) as Choices
}
