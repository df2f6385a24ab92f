import type { Instant } from '../../domain/instant.ts'
import type { ExplainedBriefing } from '../../store/explained.ts'

/** Whom and what a question is about, looked up. */
export type Asked = { subscriberId: number; confirmedAt: Instant; briefing: ExplainedBriefing; now: Instant }
