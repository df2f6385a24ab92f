import type { Language } from '../domain/briefing.ts'
import { openWordFolder, type Words } from './word-folder.ts'

export type { Piece, Words } from './word-folder.ts'

const folder = openWordFolder('words/')

/** The languages that have a file of words in templates/words, ours and one’s own. */
export const wordLanguages = folder.languages

/** The language of masthead, labels and footer for a reader of these languages: the first that there are words for, or that is `among` others; else English. */
export const frameLanguage = (readerLanguages: Language[], among?: Language[]): Language => folder.best(readerLanguages, among)

/** The words of a language that `wordLanguages` names; of English for any other. */
export const wordsFor = (language: Language): Words => folder.wordsFor(language)
