import type { BriefingDraft, Problem } from '../domain/briefing.ts'
import type { Passage } from './passage.ts'

/** What the reader of one layout found: as much as could be read, also where there are problems. */
export type Reading = { found: Partial<BriefingDraft>; passages: Passage[]; problems: Problem[] }
