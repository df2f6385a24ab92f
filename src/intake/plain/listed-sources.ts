import type { Problem, Source } from '../../domain/briefing.ts'
import { tooLong } from '../length-limits.ts'
import { sourceFromText } from '../source-link.ts'
import type { Line } from './numbered-lines.ts'

/** The sources that stand one a line between the closing lines, with or without bullets, numbers and addresses. */
export function listedSources(lines: Line[]): { sources: Source[]; problems: Problem[] } {
  const sources: Source[] = []
  const problems: Problem[] = []
  for (const { number, text } of lines) {
    const { source, reason } = sourceFromText(text.slice(0, MOST).replace(/^(?:[•‣●○◦▪·・]|[-–*] |\p{Nd}{1,3}[.)、．] ?)\s*/u, ''))
    sources.push(source)
    if (reason !== undefined) problems.push({ line: number, message: reason })
    problems.push(...tooLong('source title', source.title, number))
  }
  return { sources, problems }
}

// Longer than any title and address together.
const MOST = 3000
