import type { Language } from './briefing.ts'

/** Names by language; at least one. */
export type Names = Record<Language, string>

/** What something is about, in a sentence, by language; may be empty. */
export type Lines = Record<Language, string>

/** A subject that one can follow. Topics stand in the order of `position`. */
export type Topic = {
  id: number
  slug: string
  names: Names
  lines: Lines
  position: number
  parentId: number | null
  /** Slugs and names that it had before, and those of topics that were merged into it: they still find it. */
  formerly: string[]
}

/** Whether somebody means this topic, by its slug, one of its names, or what it was called before. */
export const isCalled = ({ slug, names, formerly }: Topic, word: string): boolean =>
  slug === word || Object.values(names).includes(word) || formerly.includes(word)
