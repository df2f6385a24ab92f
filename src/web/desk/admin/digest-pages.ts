import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import type { Digest } from '../../../domain/digest.ts'
import { addDigest } from '../../../flow/add-digest.ts'
import { describeDigest } from '../../../flow/describe.ts'
import { editDigest } from '../../../flow/edit-digest.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listCalendarDates } from '../../../store/listings/calendars.ts'
import { findPresentation } from '../../../store/listings/digest-presentation.ts'
import { findDigestTopics } from '../../../store/listings/digest-topics.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { digestForm, digestRow, nextDates } from './digest-view.ts'
import { languageFields, namesFrom } from './language-fields.ts'
import { readDigestForm } from './read-digest-form.ts'
import { scheduleWords } from './schedule-words.ts'

export const DIGEST_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/digests', needs: 'viewer', act: showDigests },
  { method: 'GET', path: '/digests/new', needs: 'admin', act: (web, visit) => showForm(web, visit, undefined) },
  { method: 'POST', path: '/digests', needs: 'admin', act: add },
  { method: 'GET', path: '/digests/:digest', needs: 'viewer', act: showDigest },
  { method: 'POST', path: '/digests/:digest', needs: 'admin', act: edit },
  { method: 'POST', path: '/digests/:digest/describe', needs: 'admin', act: describe },
]

async function showDigests(web: Web, visit: Visit): Promise<FastifyReply> {
  const { search } = readListQuery(visit.request.query)
  const digests = await listDigests(web.store.db, { search })
  return sendDeskPage(web, visit, {
    name: 'digests',
    title: visit.words.say('menuDigests'),
    at: '/digests',
    view: { search, mayChange: visit.person.role === 'admin', digests: digests.map((digest) => digestRow(web, digest, visit)) },
  })
}

export async function findDigestOf(web: Web, visit: Visit): Promise<Digest | undefined> {
  const { digest: slug } = visit.request.params as { digest: string }
  return (await listDigests(web.store.db)).find((one) => one.slug === slug)
}

async function showDigest(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  return digest ? showForm(web, visit, digest) : notFound(web, visit)
}

async function showForm(web: Web, visit: Visit, digest: Digest | undefined, fault?: string): Promise<FastifyReply> {
  const { words } = visit
  const { db } = web.store
  const dates = await listCalendarDates(db)
  const known = {
    digest,
    topics: await listTopics(db),
    topicIds: digest ? await findDigestTopics(db, digest.id) : [],
    calendars: [...new Set(dates.map(({ calendar }) => calendar))],
  }
  return sendDeskPage(web, visit, {
    name: 'digest',
    title: digest ? nameIn(digest.names, words.language).text : words.say('digests.add'),
    at: '/digests',
    view: {
      ...digestForm(known, visit),
      isNew: digest === undefined,
      mayChange: visit.person.role === 'admin',
      mayCut: digest !== undefined && digest.release !== 'instant' && mayAct(visit.person.role, 'publisher'),
      schedule: digest ? scheduleWords(digest, words) : '',
      dates: digest ? nextDates(web, digest, visit) : [],
      ...(await presentationView(web, digest, visit)),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function add(web: Web, visit: Visit): Promise<FastifyReply> {
  const read = readDigestForm(visit.request)
  const refuse = (fault: string): Promise<FastifyReply> => showForm(web, { ...visit, reply: visit.reply.code(422) }, undefined, fault)
  if (!read.ok) return refuse(visit.words.say(`digests.fault-${read.fault}`))
  const added = await addDigest(web.store, read.wanted, web.clock(), visit.person)
  if (!added.ok) return refuse(visit.words.tell(added.message))
  return goOn(web, visit, `/digests/${added.added.slug}`, { kind: 'success', text: visit.words.say('digests.added') })
}

async function edit(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const read = readDigestForm(visit.request)
  const refuse = (fault: string): Promise<FastifyReply> => showForm(web, { ...visit, reply: visit.reply.code(422) }, digest, fault)
  if (!read.ok) return refuse(visit.words.say(`digests.fault-${read.fault}`))
  const { slug: _slug, ...change } = read.wanted
  const edited = await editDigest(web.store, digest.slug, change, web.clock(), visit.person)
  if (!edited.ok) return refuse(visit.words.tell(edited.message))
  return goOn(web, visit, `/digests/${digest.slug}`, { kind: 'success', text: visit.words.say('house.saved') })
}

/** What forms to sign up say of a digest, in a form of its own: it changes nothing of what is sent. */
async function presentationView({ store: { db } }: Web, digest: Digest | undefined, { words }: Visit): Promise<object> {
  if (!digest) return { lines: [], isWelcoming: false }
  const { lines, welcome } = await findPresentation(db, digest.id)
  return { lines: languageFields(lines, words.language), isWelcoming: welcome === 'issue' }
}

async function describe(web: Web, visit: Visit): Promise<FastifyReply> {
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const welcome = formFields(visit.request, ['welcome']).welcome === 'on' ? 'issue' : 'none'
  const as = { slug: digest.slug, lines: namesFrom(visit.request, 'line'), welcome } as const
  const described = await describeDigest(web.store, as, visit.person, web.clock())
  if (!described.ok) return showForm(web, { ...visit, reply: visit.reply.code(422) }, digest, visit.words.tell(described.message))
  return goOn(web, visit, `/digests/${digest.slug}`, { kind: 'success', text: visit.words.say('house.saved') })
}
