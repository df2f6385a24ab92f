/** A story that a reader could get, in the order of the issue; `sections`: the reader's topics that it stands on, its own before wider ones. */
export type Candidate = { position: number; isPinned: boolean; sections: number[] }

/** Most stories in a mail, and most in one section of it. */
export type Caps = { cap: number; topicCap: number | null }

/**
 * Which of the candidates fit into a mail. Pinned ones come first; then one for each topic that has none yet; then the rest, all in the
 * order of the issue, which is by priority and then by age. A story counts in the section in which it stands, the first of its topics.
 *
 * Room for three; 0 and 1 on science, 2 on science and 3 on world: 0, 3 and 1 go, 2 does not fit.
 */
export function pickStories(candidates: Candidate[], { cap, topicCap }: Caps): { given: number[]; more: number[] } {
  const taken = candidates.map(() => false)
  let room = Math.min(cap, candidates.length)
  const inSection = new Map<number, number>()
  const seen = new Set<number>()
  // For millions of readers: three rounds in one loop without a function, the first for pinned ones, the second for topics that have none.
  for (let round = 1; round <= 3 && room > 0; round++) {
    for (const [index, one] of candidates.entries()) {
      if (room === 0) break
      if (taken[index] || (round === 1 && !one.isPinned)) continue
      if (round === 2 && one.sections.every((topic) => seen.has(topic))) continue
      const [section = 0] = one.sections
      const before = inSection.get(section) ?? 0
      if (topicCap !== null && before >= topicCap) continue
      taken[index] = true
      room--
      inSection.set(section, before + 1)
      for (const topic of one.sections) seen.add(topic)
    }
  }
  const [given, more]: [number[], number[]] = [[], []]
  for (const [index, { position }] of candidates.entries()) (taken[index] ? given : more).push(position)
  return { given, more }
}
