import type { BriefingContent, Filing } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { reviseBriefing } from '../../store/briefings.ts'
import { markPagesChanged } from '../../store/counters.ts'
import type { Db } from '../../store/dialect.ts'
import { holdRevision, setSlug, type EditedBriefing } from '../../store/edited-briefings.ts'
import type { Told } from '../../store/told-stories.ts'
import { hashRevision } from '../hash-revision.ts'
import { makeSearchable } from '../make-searchable.ts'

type Next = { content: BriefingContent; filing: Filing; slug: string; told: Told; action: 'briefing.save' | 'briefing.restore' }

export type Written = 'written' | 'unchanged' | 'raced'

/**
 * Writes what a briefing says now as its next revision, inside a transaction; nothing where it says the same already. `raced`: somebody
 * else has written one meanwhile.
 */
export async function writeRevision(tx: Db, before: EditedBriefing, next: Next, by: Actor, now: Instant): Promise<Written> {
  const { content, filing, slug, told, action } = next
  const contentHash = hashRevision(content, filing, told)
  if (contentHash === before.contentHash && slug === before.slug) return 'unchanged'
  if (!(await holdRevision(tx, before, now))) return 'raced'
  const { id, source, key } = before
  const known = { id, state: before.state, revision: before.revision, contentHash: before.contentHash }
  await reviseBriefing(tx, known, { source, key, slug, content, contentHash, ...filing, ...told, author: by.name }, now)
  if (slug !== before.slug) await setSlug(tx, id, slug)
  const revision = before.revision + 1
  await makeSearchable(tx, { briefingId: id, revision, content })
  await writeDeed(
    tx,
    by,
    {
      action,
      subject: `briefing:${id}`,
      before: {
        revision: before.revision,
        title: before.content.title,
        ...before.filing,
        storyId: before.storyId,
        correctsId: before.correctsId,
      },
      after: { revision, title: content.title, ...filing, ...told },
    },
    now,
  )
  await markPagesChanged(tx, now)
  return 'written'
}
