import type { Language, Problem, Section, Source } from '../domain/briefing.ts'
import type { ReadBriefing } from './read-briefing.ts'

/** What `briefing parse --json` prints for one file. What could not be read is null. */
export type ParseReport = {
  file: string
  ok: boolean
  problems: Problem[]
  topic: string | null
  headline: string | null
  kicker: string | null
  title: string | null
  standfirst: string | null
  language: Language | null
  sections: Section[]
  sourceCount: number | null
  sources: Source[]
  updatedOn: string | null
}

/** `topic` is the first topic, as written. */
export function parseReport(file: string, read: ReadBriefing): ParseReport {
  const found = read.ok ? read.briefing : read.partial
  return {
    file,
    ok: read.ok,
    problems: read.ok ? [] : read.problems,
    topic: found.topics?.[0] ?? null,
    headline: found.headline ?? null,
    kicker: found.kicker ?? null,
    title: found.title ?? null,
    standfirst: found.standfirst ?? null,
    language: found.language ?? null,
    sections: found.sections ?? [],
    sourceCount: found.sourceCount ?? null,
    sources: found.sources ?? [],
    updatedOn: found.updatedOn ?? null,
  }
}
