import type { BriefingDraft, Problem } from '../../../src/domain/briefing.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The briefing in a text that must be without fault. */
export function readGood(text: string, name = 'sample.txt'): BriefingDraft {
  const read = readBriefing({ name, bytes: bytesOf(text) })
  if (!read.ok) throw new Error(read.problems.map(({ line, message }) => `${name}:${line}: ${message}`).join('\n'))
  return read.briefing
}

/** What is wrong with a text; empty if nothing is. */
export function problemsOf(text: string, name = 'sample.txt'): Problem[] {
  const read = readBriefing({ name, bytes: bytesOf(text) })
  return read.ok ? [] : read.problems
}
