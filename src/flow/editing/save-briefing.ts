import { saying } from '../../domain/saying.ts'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { Instant } from '../../domain/instant.ts'
import { mergeFields, type Choices, type Conflict } from '../../domain/merge-fields.ts'
import type { Topic } from '../../domain/topic.ts'
import { readFields, type FieldProblem } from '../../intake/fields/read-fields.ts'
import type { Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findEdited, findRevision, isSlugTaken, type EditedBriefing } from '../../store/edited-briefings.ts'
import { inTransaction } from '../../store/in-transaction.ts'
import { listTopics } from '../../store/topics.ts'
import { dropWorkingCopy } from '../../store/working-copies.ts'
import { briefingSlug } from '../briefing-slug.ts'
import { fieldsInRevision } from './fields-in-revision.ts'
import { findTold } from './find-told.ts'
import { writeRevision } from './write-revision.ts'

/** `revision`: the one that the fields were begun from. `choices` decide what two people have changed in different ways. */
export type WantedSave = { id: number; revision: number; fields: BriefingFields; choices?: Choices }

export type Saved =
  | { ok: true; revision: number; verdict: 'written' | 'merged' | 'unchanged' }
  | { ok: false; reason: 'unknown' }
  | { ok: false; reason: 'problems'; problems: FieldProblem[] }
  /** `theirs` is the revision that somebody else has written meanwhile. */
  | { ok: false; reason: 'conflict'; theirs: { revision: number; author: string; at: Instant }; conflicts: Conflict[] }

/**
 * Saves what somebody has written as the next revision of a briefing. Where another has saved meanwhile, both are brought together; what
 * both have changed is asked about, and nothing is written until it is decided.
 */
export async function saveBriefing(store: Store, wanted: WantedSave, by: Actor, now: Instant): Promise<Saved> {
  const topics = await listTopics(store.db)
  for (;;) {
    const current = await findEdited(store.db, wanted.id)
    if (!current) return { ok: false, reason: 'unknown' }
    const merged = await mergeInto(store.db, current, wanted, topics)
    if (merged.conflicts.length > 0) return conflictWith(store.db, current, merged.conflicts)
    const { content, problems, priority, isPinned } = readFields(merged.fields)
    const slug = await slugFor(store.db, current, merged.fields, problems)
    const told = await findTold(store.db, current, merged.fields, problems)
    if (problems.length > 0) return { ok: false, reason: 'problems', problems }
    const filing = { topicIds: topics.filter((topic) => merged.fields.topics.includes(topic.slug)).map(({ id }) => id), priority, isPinned }
    const written = await inTransaction(store.db, async (tx) => {
      const answer = await writeRevision(tx, current, { content, filing, slug, told, action: 'briefing.save' }, by, now)
      if (answer !== 'raced' && by.id !== null) await dropWorkingCopy(tx, { briefingId: current.id, personId: by.id })
      return answer
    })
    if (written === 'unchanged') return { ok: true, revision: current.revision, verdict: 'unchanged' }
    if (written === 'written')
      return { ok: true, revision: current.revision + 1, verdict: current.revision === wanted.revision ? 'written' : 'merged' }
  }
}

async function mergeInto(
  db: Db,
  current: EditedBriefing,
  { revision, fields, choices }: WantedSave,
  topics: Topic[],
): Promise<{ fields: BriefingFields; conflicts: Conflict[] }> {
  if (revision === current.revision) return { fields, conflicts: [] }
  const begun = await findRevision(db, current.id, revision)
  const theirs = fieldsInRevision(current, topics)
  const { slug, translationOf, corrects } = current
  // Of an unknown beginning, everything that differs is a conflict.
  const base = begun
    ? fieldsInRevision(
        { content: begun.content, filing: begun.filing ?? current.filing, slug, ...(begun.told ?? { translationOf, corrects }) },
        topics,
      )
    : { ...theirs, ...NOTHING }
  return mergeFields({ base, mine: fields, theirs }, choices)
}

const NOTHING = { kicker: '\0', title: '\0', headline: '\0', standfirst: '\0', body: '\0', sources: '\0' }

async function conflictWith(db: Db, { id, revision }: EditedBriefing, conflicts: Conflict[]): Promise<Saved> {
  const theirs = await findRevision(db, id, revision)
  return { ok: false, reason: 'conflict', theirs: { revision, author: theirs?.author ?? '', at: theirs?.at ?? 0 }, conflicts }
}

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const LONGEST_SLUG = 80

/** Its address may be chosen until it is public; without a choice it follows the title. */
async function slugFor(db: Db, current: EditedBriefing, fields: BriefingFields, problems: FieldProblem[]): Promise<string> {
  if (current.publicRevision !== null) return current.slug
  const identity = `${current.source}\n${current.key}`
  const wished = fields.slug.trim()
  if (wished === '' || wished === briefingSlug(current.content.title, identity)) return briefingSlug(fields.title, identity)
  const fault =
    !SLUG.test(wished) || wished.length > LONGEST_SLUG ? 'form' : (await isSlugTaken(db, wished, current.id)) ? 'taken' : undefined
  if (fault === 'form')
    problems.push({
      field: 'slug',
      line: 0,
      message: saying('refusals.slug-form', { most: LONGEST_SLUG }),
    })
  if (fault === 'taken') problems.push({ field: 'slug', line: 0, message: saying('refusals.slug-taken', { slug: wished }) })
  return wished
}
