import { saying, type Saying } from '../domain/saying.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Instant } from '../domain/instant.ts'
import { canonicalLanguage } from '../domain/language.ts'
import type { Lines, Names, Topic } from '../domain/topic.ts'
import { lineageOf, treeOf } from '../domain/topic-tree.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { markPagesChanged } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { changeTopic, findTopic, listTopics, type TopicChange } from '../store/topics.ts'
import { checkNames, faultOfSlug } from './check-names.ts'

/** `slug`: the one that it is to have; the former one goes on finding it. `parent` by slug, null: of none. */
export type TopicEdit = { slug?: string; names?: Names; lines?: Lines; position?: number; parent?: string | null }

export type TopicEdited = { ok: true; topic: Topic } | { ok: false; message: Saying }

const LONGEST_LINE = 160

/** Changes what a topic is called, what it says of itself, where it stands, and what it is a part of. */
export async function editTopic(
  store: Store,
  { topic: named, edit }: { topic: string; edit: TopicEdit },
  by: Actor,
  now: Instant,
): Promise<TopicEdited> {
  try {
    return await inTransaction(store.db, async (tx): Promise<TopicEdited> => {
      const topic = await findTopic(tx, named)
      if (!topic) return { ok: false, message: saying('refusals.no-topic', { slug: named }) }
      const read = await readEdit(tx, topic, edit)
      if (!read.ok) return read
      await changeTopic(tx, topic.id, read.change)
      const changed = await findTopic(tx, read.change.slug ?? topic.slug)
      if (!changed) return { ok: false, message: saying('refusals.topic-gone', { slug: named }) }
      await writeDeed(tx, by, { action: 'topic.edit', subject: `topic:${changed.slug}`, before: told(topic), after: told(changed) }, now)
      await markPagesChanged(tx, now)
      return { ok: true, topic: changed }
    })
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, message: saying('refusals.topic-was', { slug: edit.slug ?? '' }) }
    throw error
  }
}

type EditRead = { ok: true; change: TopicChange } | { ok: false; message: Saying }

async function readEdit(tx: Db, topic: Topic, { slug, names, lines, position, parent }: TopicEdit): Promise<EditRead> {
  const fault = slug === undefined ? undefined : faultOfSlug(slug)
  if (fault) return { ok: false, message: fault }
  const checked = names && checkNames(names)
  if (checked && !checked.ok) return checked
  const read = readLines(lines)
  if (!read.ok) return read
  const parentId = await readParent(tx, topic, parent)
  if (!parentId.ok) return parentId
  const isRenamed = slug !== undefined && slug !== topic.slug
  return {
    ok: true,
    change: {
      ...(isRenamed && { slug, formerly: [...topic.formerly.filter((word) => word !== slug), topic.slug] }),
      ...(checked && { names: checked.names }),
      ...(read.lines && { lines: read.lines }),
      ...(position !== undefined && { position }),
      ...('id' in parentId && { parentId: parentId.id }),
    },
  }
}

type ParentRead = { ok: true } | { ok: true; id: number | null } | { ok: false; message: Saying }

async function readParent(tx: Db, topic: Topic, parent: string | null | undefined): Promise<ParentRead> {
  if (parent === undefined) return { ok: true }
  if (parent === null) return { ok: true, id: null }
  const found = await findTopic(tx, parent)
  if (!found) return { ok: false, message: saying('refusals.no-parent', { slug: parent }) }
  const isCircle = lineageOf(treeOf(await listTopics(tx)), found.id).includes(topic.id)
  return isCircle ? { ok: false, message: saying('refusals.part-of-itself', { parent, slug: topic.slug }) } : { ok: true, id: found.id }
}

/** An empty line is one that is taken away. */
function readLines(lines: Lines | undefined): { ok: true; lines?: Lines } | { ok: false; message: Saying } {
  if (lines === undefined) return { ok: true }
  const checked: Lines = {}
  for (const [tag, text] of Object.entries(lines)) {
    const [language, line] = [canonicalLanguage(tag), cleanText(text)]
    if (!language) return { ok: false, message: saying('refusals.language', { tag }) }
    if ([...line].length > LONGEST_LINE) return { ok: false, message: saying('refusals.line-long', { language: tag, most: LONGEST_LINE }) }
    if (line !== '') checked[language] = line
  }
  return { ok: true, lines: checked }
}

const told = ({ slug, names, lines, position, parentId }: Topic) => ({ slug, names, lines, position, parentId })
