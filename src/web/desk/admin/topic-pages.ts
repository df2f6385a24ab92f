import type { FastifyReply } from 'fastify'
import { DAY } from '../../../domain/instant.ts'
import type { Topic } from '../../../domain/topic.ts'
import { lineageOf, treeOf } from '../../../domain/topic-tree.ts'
import { addTopic } from '../../../flow/add-topic.ts'
import { editTopic } from '../../../flow/edit-topic.ts'
import { nameIn } from '../../../render/name-in.ts'
import { countTopics, type TopicCounts } from '../../../store/listings/topic-counts.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import { readListQuery } from '../../list-query.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { countInTime } from '../front/count-in-time.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { languageFields, namesFrom } from './language-fields.ts'

export const TOPIC_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/topics', needs: 'viewer', act: showTopics },
  { method: 'POST', path: '/topics', needs: 'admin', act: add },
  { method: 'GET', path: '/topics/:topic', needs: 'viewer', act: (web, visit) => showTopic(web, visit) },
  { method: 'POST', path: '/topics/:topic', needs: 'admin', act: edit },
]

/** Counting goes over all subscriptions: not more often than this. */
const GOOD_FOR = 5 * 60_000
const DAYS = 30

const countsOf = countInTime(GOOD_FOR, ({ store, clock }: Web) => countTopics(store, clock() - DAYS * DAY))

async function showTopics(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words } = visit
  const { search } = readListQuery(request.query)
  const { only } = queryFields(request, ['only'])
  const [all, counted] = [await listTopics(web.store.db), await countsOf(web)]
  const found = new Set((await listTopics(web.store.db, { search })).map(({ id }) => id))
  const rows = inTree(all)
    .map(({ topic, depth }) => rowOf(topic, { depth, counts: counted?.counts }, visit))
    .filter(({ id, isUnread, isSilent }) => found.has(id) && (only !== 'unread' || isUnread) && (only !== 'silent' || isSilent))
  const every = all.map((topic) => rowOf(topic, { depth: 0, counts: counted?.counts }, visit))
  return sendDeskPage(web, visit, {
    name: 'topics',
    title: words.say('menuTopics'),
    at: '/topics',
    view: {
      search,
      only,
      mayChange: visit.person.role === 'admin',
      isCounted: counted !== undefined,
      unread: words.say('topics.unread', { count: every.filter(({ isUnread }) => isUnread).length }),
      silent: words.say('topics.silent', { count: every.filter(({ isSilent }) => isSilent).length }),
      all: words.say('topics.all', { count: all.length }),
      topics: rows,
      parents: all.map(({ slug, names }) => ({ slug, name: nameIn(names, words.language).text })),
      names: languageFields({}, words.language),
    },
  })
}

/** Topics with their parts right below them. */
function inTree(topics: Topic[]): { topic: Topic; depth: number }[] {
  const tree = treeOf(topics)
  const below = (parentId: number | null, depth: number): { topic: Topic; depth: number }[] =>
    topics
      .filter((topic) => (tree.get(topic.id) ?? null) === parentId)
      .flatMap((topic) => [{ topic, depth }, ...(depth < topics.length ? below(topic.id, depth + 1) : [])])
  return below(null, 0)
}

function rowOf({ id, slug, names }: Topic, { depth, counts }: { depth: number; counts: TopicCounts | undefined }, { words, when }: Visit) {
  const readers = counts?.readers.get(id) ?? 0
  const stories = counts?.stories.get(id) ?? 0
  const last = counts?.lastAt.get(id)
  const others = Object.entries(names).filter(([language]) => language !== nameIn(names, words.language).language)
  return {
    ...{ id, slug, depth: Math.min(depth, 4) },
    name: nameIn(names, words.language).text,
    others: others.map(([language, name]) => ({ language, name })),
    readers: counts ? words.say('number', { n: readers }) : '…',
    stories: counts ? words.say('number', { n: stories }) : '…',
    last: last === undefined ? '' : when(last),
    isUnread: counts !== undefined && readers === 0,
    isSilent: counts !== undefined && stories === 0,
  }
}

async function showTopic(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { request, words } = visit
  const { topic: slug } = request.params as { topic: string }
  const all = await listTopics(web.store.db)
  const topic = all.find((one) => one.slug === slug || one.formerly.includes(slug))
  if (!topic) return notFound(web, visit)
  const counted = await countsOf(web)
  const tree = treeOf(all)
  const title = nameIn(topic.names, words.language).text
  const option = ({ slug: other, names }: Topic) => ({ slug: other, name: nameIn(names, words.language).text })
  return sendDeskPage(web, visit, {
    name: 'topic',
    title,
    at: '/topics',
    view: {
      ...rowOf(topic, { depth: 0, counts: counted?.counts }, visit),
      mayChange: visit.person.role === 'admin',
      position: topic.position,
      formerly: topic.formerly.join(', '),
      names: languageFields(topic.names, words.language),
      lines: languageFields(topic.lines, words.language),
      parent: all.find(({ id }) => id === topic.parentId)?.slug ?? '',
      parents: all.filter(({ id }) => !lineageOf(tree, id).includes(topic.id)).map(option),
      others: all.filter(({ id }) => id !== topic.id).map(option),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

async function add(web: Web, visit: Visit): Promise<FastifyReply> {
  const { slug, parent } = formFields(visit.request, ['slug', 'parent'])
  const names = namesFrom(visit.request, 'name')
  const added = await addTopic(web.store, { slug: slug.trim(), names, ...(parent !== '' && { parent }) }, web.clock(), visit.person)
  if (!added.ok) return goOn(web, visit, '/topics', { kind: 'danger', text: visit.words.tell(added.message) })
  return goOn(web, visit, `/topics/${added.added.slug}`, { kind: 'success', text: visit.words.say('topics.added') })
}

async function edit(web: Web, visit: Visit): Promise<FastifyReply> {
  const { topic } = visit.request.params as { topic: string }
  const { slug, parent, position } = formFields(visit.request, ['slug', 'parent', 'position'])
  const place = Number(position)
  const wanted = {
    slug: slug.trim(),
    names: namesFrom(visit.request, 'name'),
    lines: namesFrom(visit.request, 'line'),
    parent: parent === '' ? null : parent,
    ...(position !== '' && Number.isSafeInteger(place) && { position: place }),
  }
  const edited = await editTopic(web.store, { topic, edit: wanted }, visit.person, web.clock())
  if (!edited.ok) return showTopic(web, { ...visit, reply: visit.reply.code(422) }, visit.words.tell(edited.message))
  return goOn(web, visit, `/topics/${edited.topic.slug}`, { kind: 'success', text: visit.words.say('house.saved') })
}
