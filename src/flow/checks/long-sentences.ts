import type { CheckFinding } from './finding.ts'
import { sentencesOf } from './sentences.ts'
import { lineAt, type TextToCheck } from './text-to-check.ts'

/** Readers lose the thread of what is longer: some 45 words, or 110 characters where words have no blanks between them. */
const MOST_WORDS = 45
const MOST_CHARACTERS = 110

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/gu
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu

export function longSentences({ passages }: TextToCheck): CheckFinding[] {
  return passages.flatMap((passage) =>
    sentencesOf(passage.text).flatMap(({ text, start }): CheckFinding[] => {
      const characters = text.match(UNSPACED)?.length ?? 0
      const words = text.replaceAll(UNSPACED, ' ').match(WORD)?.length ?? 0
      if (words <= MOST_WORDS && characters <= MOST_CHARACTERS) return []
      const found = `${text.trim().slice(0, 60).replaceAll(/\s+/g, ' ')}…`
      return [
        {
          check: 'sentence-long',
          level: 'hint',
          field: passage.field,
          line: lineAt(passage, start),
          found,
          values: { count: Math.max(words, characters) },
        },
      ]
    }),
  )
}
