import { DAY, type Instant } from '../domain/instant.ts'
import type { Db, Store } from '../store/dialect.ts'
import { insertNotice, type NewNotice } from '../store/notices.ts'

type Wanted = Omit<NewNotice, 'usefulUntil'> & { usefulUntil?: Instant }

// Nobody waits longer for an answer to what they have just done.
const USUAL_USE = DAY

/**
 * Queues a single mail inside the transaction of what it is about, so that both happen or neither. It goes out in its own lane
 * (send-notices.ts) as soon as `ringForNotices` has been called, or within seconds without.
 */
export const queueNotice = (tx: Db, { usefulUntil, ...notice }: Wanted, now: Instant): Promise<number> =>
  insertNotice(tx, { ...notice, usefulUntil: usefulUntil ?? now + USUAL_USE }, now)

/** To be called after the transaction. */
export const ringForNotices = ({ dialect }: Store): void => dialect.bell.ring()
