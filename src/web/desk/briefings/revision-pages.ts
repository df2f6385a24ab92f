import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { direction } from '../../../domain/language.ts'
import { revisionChanges, type PassageChange, type RevisionChanges } from '../../../domain/revision-changes.ts'
import { restoreRevision } from '../../../flow/editing/restore-revision.ts'
import { listRevisionsOf } from '../../../store/listings/edited-briefings.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { findOpen } from './find-open.ts'

export const REVISION_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/briefings/:id/revisions', needs: 'viewer', act: showRevisions },
  { method: 'POST', path: '/briefings/:id/restore', needs: 'editor', act: restore },
]

const MOST_PASSAGES = 80

/** All revisions, and what one of them changed: against the one before it, or against any other that is asked for. */
async function showRevisions(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when, person, request } = visit
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { id } = open.briefing
  const revisions = await listRevisionsOf(web.store.db, id)
  const { of, against } = request.query as Record<string, unknown>
  const chosen = revisions.find(({ number }) => String(number) === of) ?? revisions[0]
  const other =
    revisions.find(({ number }) => String(number) === against) ?? revisions.find(({ number }) => number === (chosen?.number ?? 0) - 1)
  const changes = chosen && other ? revisionChanges(other.content, chosen.content) : undefined
  const language = chosen?.content.language ?? 'en'
  return sendDeskPage(web, visit, {
    name: 'briefing-revisions',
    title: words.say('briefings.revisionsTitle'),
    at: '/briefings',
    view: {
      id,
      story: open.briefing.content.title || words.say('briefings.untitled'),
      current: open.briefing.revision,
      chosen: chosen?.number ?? 0,
      other: other?.number ?? 0,
      isOld: chosen !== undefined && chosen.number !== open.briefing.revision && mayAct(person.role, 'editor'),
      textLanguage: language,
      textDir: direction(language),
      revisions: revisions.map(({ number, at, author, content }) => ({
        ...{ number, at: when(at), author: author || words.say('briefings.somebody'), title: content.title },
        ...{ isChosen: number === chosen?.number, isOther: number === other?.number },
        note: number === open.briefing.publicRevision ? words.say('briefings.firstPublic') : '',
      })),
      hasChanges: changes !== undefined,
      passages: changes ? passagesOf(changes).slice(0, MOST_PASSAGES) : [],
    },
  })
}

function passagesOf({ title, standfirst, passages, newSources, goneSources }: RevisionChanges) {
  const sources: PassageChange[] = [
    ...goneSources.map((source) => [{ kind: 'gone' as const, text: [source.title, source.url].join(' ') }]),
    ...newSources.map((source) => [{ kind: 'new' as const, text: [source.title, source.url].join(' ') }]),
  ]
  const all = [...(title ? [title] : []), ...(standfirst ? [standfirst] : []), ...passages, ...sources]
  return all.map((passage) => passage.map(({ kind, text }) => ({ text, isGone: kind === 'gone', isNew: kind === 'new' })))
}

async function restore(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { id } = open.briefing
  const number = Number(formFields(visit.request, ['number']).number) || 0
  const restored = await restoreRevision(web.store, { id, number }, visit.person, web.clock())
  const text = visit.words.say(restored.ok ? 'briefings.restored' : `briefings.notRestored-${restored.reason}`, { number })
  return goOn(web, visit, restored.ok ? `/briefings/${id}` : `/briefings/${id}/revisions`, {
    kind: restored.ok ? 'success' : 'danger',
    text,
  })
}
