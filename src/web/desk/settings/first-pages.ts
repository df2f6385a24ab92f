import type { FastifyReply } from 'fastify'
import { slugOf } from '../../../domain/slug-of.ts'
import { addDigest } from '../../../flow/add-digest.ts'
import { addFirstTopics } from '../../../flow/settings/add-first-topics.ts'
import { nameIn } from '../../../render/name-in.ts'
import { wordLanguages } from '../../../render/words.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import { digestForm } from '../admin/digest-view.ts'
import { readDigestForm } from '../admin/read-digest-form.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { goOnFrom, stepLine } from './steps.ts'

export const FIRST_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/settings/topics', needs: 'admin', act: (web, visit) => showTopics(web, visit) },
  { method: 'POST', path: '/settings/topics', needs: 'admin', act: addTopics },
  { method: 'GET', path: '/settings/digest', needs: 'admin', act: (web, visit) => showDigest(web, visit) },
  { method: 'POST', path: '/settings/digest', needs: 'admin', act: addFirstDigest },
]

async function showTopics(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { words, request } = visit
  const topics = await listTopics(web.store.db)
  return sendDeskPage(web, visit, {
    name: 'set-up-topics',
    title: words.say('settings.step-topics'),
    at: '/settings',
    view: {
      ...(await stepLine(web, visit, 'topics')),
      languages: languagesView(visit),
      lines: formFields(request, ['lines']).lines,
      topics: topics.map(({ slug, names }) => ({ slug, name: nameIn(names, words.language).text })),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function addTopics(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const { lines } = formFields(request, ['lines'])
  const wish = { lines, language: languageIn(visit) }
  const { added, refused } = await addFirstTopics(web.store, wish, visit.person, web.clock())
  if (refused.length > 0 || added.length === 0)
    return showTopics(
      web,
      { ...visit, reply: visit.reply.code(422) },
      refused.length === 0 ? words.say('settings.noLines') : refused.map(({ line, why }) => `${line}: ${words.tell(why)}`).join(' '),
    )
  return goOnFrom(web, visit, 'topics', { kind: 'success', text: words.say('settings.topicsAdded', { count: added.length }) })
}

async function showDigest(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { words, request } = visit
  const digests = await listDigests(web.store.db)
  return sendDeskPage(web, visit, {
    name: 'set-up-digest',
    title: words.say('settings.step-digest'),
    at: '/settings',
    view: {
      ...digestForm({ digest: undefined, topics: await listTopics(web.store.db), topicIds: [], calendars: [] }, visit),
      ...(await stepLine(web, visit, 'digest')),
      languages: languagesView(visit),
      name: formFields(request, ['name']).name,
      digests: digests.map(({ slug, names }) => ({ slug, name: nameIn(names, words.language).text })),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function addFirstDigest(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const { name } = formFields(request, ['name'])
  const read = readDigestForm(request)
  const refuse = (fault: string): Promise<FastifyReply> => showDigest(web, { ...visit, reply: visit.reply.code(422) }, fault)
  if (!read.ok) return refuse(words.say(`digests.fault-${read.fault}`))
  const wanted = { ...read.wanted, slug: slugOf(name) ?? 'digest', names: { [languageIn(visit)]: name } }
  const added = await addDigest(web.store, wanted, web.clock(), visit.person)
  if (!added.ok) return refuse(words.tell(added.message))
  return goOnFrom(web, visit, 'digest', { kind: 'success', text: words.say('digests.added') })
}

function languagesView({ words }: Visit): object[] {
  const names = new Intl.DisplayNames([words.language], { type: 'language' })
  return wordLanguages().map((tag) => ({ tag, name: names.of(tag) ?? tag, isChosen: tag === words.language }))
}

function languageIn({ request, words }: Visit): string {
  const { language } = formFields(request, ['language'])
  return wordLanguages().includes(language) ? language : words.language
}
