import type { Language } from './briefing.ts'

/** Names by language; at least one. */
export type Names = Record<Language, string>

/** A subject that one can follow. */
export type Topic = { id: number; slug: string; names: Names }
