import { saying } from '../domain/saying.ts'
import type { Problem } from '../domain/briefing.ts'

// A megabyte of asterisks takes the parser seconds, here and at every later rendering. A long briefing has some hundred marks.
const MOST_MARKS = 30_000

export function tooManyMarks(body: string, bodyLine: number): Problem | undefined {
  const marks = body.match(/[*_[\]`~<&|\\]/g)?.length ?? 0
  const message = saying('reading.marks-many', { count: marks, most: MOST_MARKS })
  return marks > MOST_MARKS ? { line: bodyLine, message } : undefined
}
