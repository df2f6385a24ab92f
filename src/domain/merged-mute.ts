import type { Instant } from './instant.ts'

/** What a reader has to do with a topic: whether any subscription follows it, and until when it is muted; null for ever, undefined not at all. */
export type HeardTopic = { isFollowed: boolean; mutedUntil: Instant | null | undefined }

/**
 * Until when a topic is muted after another was merged into it. Nobody may lose what was heard before: of topics that are followed, one
 * that is heard lets the merged one be heard, and of two mutes the one that ends first counts.
 */
export function mergedMute(one: HeardTopic, other: HeardTopic): Instant | null | undefined {
  const both = [one, other]
  const followed = both.filter(({ isFollowed }) => isFollowed)
  const counting = followed.length > 0 ? followed : both.filter(({ mutedUntil }) => mutedUntil !== undefined)
  if (counting.length === 0 || counting.some(({ mutedUntil }) => mutedUntil === undefined)) return undefined
  const ends = counting.flatMap(({ mutedUntil }) => (typeof mutedUntil === 'number' ? [mutedUntil] : []))
  return ends.length > 0 ? Math.min(...ends) : null
}
