import type { CheckFinding } from './finding.ts'
import { firstOf, lineAt, type TextToCheck } from './text-to-check.ts'

const DOUBLED = /(?<![\p{L}\p{M}\p{N}'’-])([\p{L}\p{M}]{2,30})[ \t]*\n?[ \t]+\1(?![\p{L}\p{M}\p{N}'’-])/giu
/** Words that Chinese never sets twice in a row; 常常 and 人人 are words. */
const DOUBLED_CHINESE = /([的了是在和与及将被把对为从])\1(?![确士])/gu
const MEANT = /^(?:had|that|very|no|bye|ha|so|many|long|far|sehr|die|das|der|sie|nous|vous|muy|bora|duran)$/i
/** 目的的确, 为了了解: two words that meet. */
const MEET = /[目真似]的的|为了了|除了了/u

export function doubledWords({ passages }: TextToCheck): CheckFinding[] {
  return passages.flatMap((passage) => {
    const latin = firstOf(DOUBLED, passage.text).filter(([, word = '']) => !MEANT.test(word))
    const chinese = firstOf(DOUBLED_CHINESE, passage.text).filter(
      ({ index }) => !MEET.test(passage.text.slice(Math.max(0, index - 1), index + 2)),
    )
    return [...latin, ...chinese].map((match) => ({
      check: 'word-doubled' as const,
      level: 'should' as const,
      field: passage.field,
      line: lineAt(passage, match.index),
      found: match[0].replaceAll(/\s+/g, ' '),
    }))
  })
}
