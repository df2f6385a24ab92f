import { DAY, type Instant } from '../domain/instant.ts'
import { forgetAddressChanges, forgetWhereabouts } from '../store/address-changes.ts'
import type { Store } from '../store/dialect.ts'
import { forgetMutes } from '../store/topic-mutes.ts'

// As long as requests to sign up and single mails are remembered: whoever comes back to an old link is told that it has run out.
const MONTH = 30 * DAY
const YEAR = 365 * DAY

/** Forgets what readers wished for and what is over: changes of address that nobody confirmed, and topics that were left out for a while. */
export async function forgetPassed({ db }: Store, now: Instant): Promise<number> {
  const changes = await forgetAddressChanges(db, now - MONTH)
  const places = await forgetWhereabouts(db, now - YEAR)
  return changes + places + (await forgetMutes(db, now - MONTH))
}
