import { cleanText } from '../domain/clean-text.ts'
import { cutText } from '../domain/cut-text.ts'

/** Text from outside, clean and at most so many code points long. A megabyte is not cleaned in full only to be cut to a line. */
export const clip = (text: string, codePoints: number): string => cutText(cleanText(text.slice(0, codePoints * 20)), codePoints)
