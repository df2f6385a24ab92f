import type { Language } from '../domain/briefing.ts'
import { openWordFolder, type Words } from './word-folder.ts'

export type { Piece, Words } from './word-folder.ts'

const folder = openWordFolder('words/')

/** The languages that have a file of words in templates/words. */
export const wordLanguages: Language[] = folder.languages

/** The language of masthead, labels and footer for a reader of these languages: the first that we have words for, else English. */
export const frameLanguage = (readerLanguages: Language[]): Language => folder.best(readerLanguages)

/** The words of a language that `wordLanguages` names; of English for any other. */
export const wordsFor = (language: Language): Words => folder.wordsFor(language)
