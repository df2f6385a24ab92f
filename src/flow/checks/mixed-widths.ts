import type { CheckFinding } from './finding.ts'
import { firstOf, lineAt, type TextToCheck } from './text-to-check.ts'

/**
 * Punctuation of the other width: `汉字,汉字` among full-width signs, `word，word` among Latin ones. A half-width stop inside a number, a name or
 * an address belongs there.
 */
const HALF_IN_HAN =
  /(?<=\p{Script=Han})[,;:!?](?=\s?\p{Script=Han})|(?<=\p{Script=Han})\.(?=\s?\p{Script=Han}|\s*$)|(?<=\p{Script=Han})\((?=\p{Script=Han})/gu
const FULL_IN_LATIN = /(?<=[A-Za-z])[，。；：！？、](?=\s?[A-Za-z])/gu

export function mixedWidths({ passages }: TextToCheck): CheckFinding[] {
  return passages.flatMap((passage) => {
    const first = [HALF_IN_HAN, FULL_IN_LATIN].flatMap((marks) => firstOf(marks, passage.text))
    return first.map(({ index, 0: mark }) => ({
      check: 'width-mixed' as const,
      level: 'should' as const,
      field: passage.field,
      line: lineAt(passage, index),
      found: passage.text.slice(Math.max(0, index - 6), index + 7).trim(),
      values: { mark },
    }))
  })
}
