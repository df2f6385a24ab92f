import type { ReportWorkers } from '../mail/reports/report-workers.ts'
import type { Store } from '../store/dialect.ts'
import type { Publication } from './publication.ts'

/** What taking news needs that has a form already. */
export type NewsTools = {
  store: Store
  publication: Pick<Publication, 'sender' | 'bounceDomain' | 'isSigned' | 'hashAddress'>
  /** Hears of what only a person can decide: an issue has paused, a receiver refuses everybody. */
  failed?: (what: string, error: unknown) => void
}

/** What taking reports needs: they are read in threads of their own. */
export type ReportTools = NewsTools & { workers: ReportWorkers }
