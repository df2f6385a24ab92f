import { saying, type Saying } from '../domain/saying.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Instant } from '../domain/instant.ts'
import { canonicalLanguage } from '../domain/language.ts'
import type { Lines } from '../domain/topic.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { markPagesChanged } from '../store/counters.ts'
import type { Store } from '../store/dialect.ts'
import { findPresentation, presentDigest } from '../store/digest-presentation.ts'
import { findDigest } from '../store/digests.ts'
import { findTopic, presentTopic } from '../store/topics.ts'

export type Described = { ok: true } | { ok: false; message: Saying }

const LONGEST_LINE = 160

/** Says what a topic is about, and where it stands among the others on forms. */
export async function describeTopic(store: Store, slug: string, as: { lines?: Lines; position?: number }): Promise<Described> {
  const topic = await findTopic(store.db, slug)
  if (!topic) return { ok: false, message: saying('refusals.no-topic', { slug }) }
  const lines = checkLines(as.lines)
  if (!lines.ok) return lines
  await presentTopic(store.db, topic.id, {
    ...(lines.lines && { lines: lines.lines }),
    ...(as.position !== undefined && { position: as.position }),
  })
  return { ok: true }
}

/** Says what a digest is about, and whether it welcomes whoever confirms. */
export async function describeDigest(
  store: Store,
  { slug, ...as }: { slug: string; lines?: Lines; welcome?: 'issue' | 'none' },
  by: Actor,
  now: Instant,
): Promise<Described> {
  const lines = checkLines(as.lines)
  if (!lines.ok) return lines
  return store.db.transaction().execute(async (tx): Promise<Described> => {
    const digest = await findDigest(tx, slug)
    if (!digest) return { ok: false, message: saying('refusals.no-digest', { slug }) }
    const before = await findPresentation(tx, digest.id)
    await presentDigest(tx, digest.id, { ...(lines.lines && { lines: lines.lines }), ...(as.welcome && { welcome: as.welcome }) })
    const after = await findPresentation(tx, digest.id)
    await writeDeed(tx, by, { action: 'digest.describe', subject: `digest:${slug}`, before, after }, now)
    // Forms stand on pages that are kept.
    await markPagesChanged(tx, now)
    return { ok: true }
  })
}

function checkLines(lines: Lines | undefined): { ok: true; lines?: Lines } | { ok: false; message: Saying } {
  if (lines === undefined) return { ok: true }
  const checked: Lines = {}
  for (const [tag, text] of Object.entries(lines)) {
    const language = canonicalLanguage(tag)
    const line = cleanText(text)
    if (!language) return { ok: false, message: saying('refusals.language', { tag }) }
    if (line === '' || [...line].length > LONGEST_LINE)
      return { ok: false, message: saying('refusals.line-length', { language: tag, most: LONGEST_LINE }) }
    checked[language] = line
  }
  return { ok: true, lines: checked }
}
