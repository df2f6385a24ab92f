/**
 * The named gaps of a part, a closed list. `labels` and `reader-topics` are filled with label parts, `why` with the reason of a story, in
 * the browser alone, and the others with text that is escaped for where it stands. Gaps are replaced, never evaluated: a briefing that contains `{{subject}}` prints it.
 */
export const MERGE_TAGS = [
  'subject',
  'preheader',
  'address',
  'labels',
  'reader-topics',
  'preferences-url',
  'unsubscribe-url',
  'browser-url',
  'more',
  'more-url',
  'why',
] as const

export type MergeTag = (typeof MERGE_TAGS)[number]

// Clean text holds no controls, so no text from outside can spell a gap.
const OPEN = '\u0001'
const CLOSE = '\u0002'
const GAP = /\u0001([a-z-]+)\u0002/

/** The mark that a template leaves where a merge tag goes. */
export const gap = (tag: MergeTag): string => `${OPEN}${tag}${CLOSE}`

/** Cuts content at its gaps: text and tags in turn, beginning and ending with text, which may be empty. */
export function cutAtGaps(content: string): { texts: string[]; tags: MergeTag[] } {
  const pieces = content.split(GAP)
  const texts = pieces.filter((_, index) => index % 2 === 0)
  const tags = pieces.filter((_, index) => index % 2 === 1).map(knownTag)
  return { texts, tags }
}

function knownTag(name: string): MergeTag {
  const tag = MERGE_TAGS.find((known) => known === name)
  if (!tag) throw new Error(`A part holds the unknown merge tag "${name}"`)
  return tag
}
