import { cleanLines } from '../../domain/clean-text.ts'
import { NEWLINE } from '../newline.ts'

/** A line of a plain file, clean and trimmed. `number` counts from 1 as editors do, `indent` in characters. */
export type Line = { number: number; indent: number; text: string }

export const numberedLines = (text: string): Line[] =>
  text.split(NEWLINE).map((raw, index) => {
    // U+2028 and U+2029 come from word processors; editors do not count them as lines.
    const clean = cleanLines(raw.replaceAll(/[\u2028\u2029]/g, ' '))
    const content = clean.trim().replaceAll(/[ \t]+/g, ' ')
    return { number: index + 1, indent: clean.length - clean.trimStart().length, text: RULE.test(content) ? '' : content }
  })

/** A drawn line, `----` or `* * *`, separates like an empty line. */
const RULE = /^[\p{Pd}=_*~•· ]{3,}$/u
