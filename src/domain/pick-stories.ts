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
  const taken = new Set<Candidate>()
  const inSection = new Map<number, number>()
  const seen = new Set<number>()
  const fits = ({ sections: [section = 0] }: Candidate): boolean =>
    taken.size < cap && (topicCap === null || (inSection.get(section) ?? 0) < topicCap)
  const take = (wanted: (one: Candidate) => boolean): void => {
    for (const one of candidates) {
      if (taken.has(one) || !wanted(one) || !fits(one)) continue
      const [section = 0] = one.sections
      taken.add(one)
      inSection.set(section, (inSection.get(section) ?? 0) + 1)
      for (const topic of one.sections) seen.add(topic)
    }
  }
  take(({ isPinned }) => isPinned)
  take(({ sections }) => sections.some((topic) => !seen.has(topic)))
  take(() => true)
  const positions = (some: Candidate[]): number[] => some.map(({ position }) => position)
  return { given: positions(candidates.filter((one) => taken.has(one))), more: positions(candidates.filter((one) => !taken.has(one))) }
}
