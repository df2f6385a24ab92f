import type { BriefingDraft } from '../../../src/domain/briefing.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'
import { inEnglish } from '../../../src/render/in-english.ts'
import { told } from '../../support/told.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The briefing in a text that must be without fault. */
export function readGood(text: string, name = 'sample.txt'): BriefingDraft {
  const read = readBriefing({ name, bytes: bytesOf(text) })
  if (!read.ok) throw new Error(read.problems.map(({ line, message }) => `${name}:${line}: ${inEnglish(message)}`).join('\n'))
  return read.briefing
}

/** What is wrong with a text; empty if nothing is. */
export function problemsOf(text: string, name = 'sample.txt'): { line: number; message: string }[] {
  const read = readBriefing({ name, bytes: bytesOf(text) })
  return read.ok ? [] : told(read.problems)
}
