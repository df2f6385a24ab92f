import type { Store } from '../store/dialect.ts'
import { setMostMails } from '../store/installation.ts'

/** Most mails that a reader gets on one day who has not said otherwise; null: as many as come. What has been handed out already stays. */
export const chooseMostMails = ({ db }: Store, most: number | null): Promise<void> => setMostMails(db, most)
