import type { Language } from './briefing.ts'

/** Names by language; at least one. */
export type Names = Record<Language, string>

/** What something is about, in a sentence, by language; may be empty. */
export type Lines = Record<Language, string>

/** A subject that one can follow. Topics stand in the order of `position`. */
export type Topic = { id: number; slug: string; names: Names; lines: Lines; position: number; parentId: number | null }
