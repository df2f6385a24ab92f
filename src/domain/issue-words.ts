import type { Language } from './briefing.ts'

/** What an editor says in an issue besides its stories, by language of the frame; a language that is left out has nothing of its own. */
export type IssueWords = {
  /** Instead of the subject that is put together from the first story. */
  subjects: Record<Language, string>
  /** Markdown above the stories. */
  introductions: Record<Language, string>
}

export const NO_WORDS: IssueWords = { subjects: {}, introductions: {} }

/** In code points. Longer subjects are cut off everywhere. */
export const LONGEST_SUBJECT = 150
export const LONGEST_INTRODUCTION = 4000
