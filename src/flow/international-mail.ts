import type { Store } from '../store/dialect.ts'
import { setFact } from '../store/installation.ts'

/** The fact that says whether the mail server offers SMTPUTF8 (RFC 6531): `yes` or `no`; not there before anybody has seen it. */
export const INTERNATIONAL_MAIL = 'international-mail'

/** Keeps for the forms, which may run elsewhere, what the mail server offered last. */
export function makeInternationalMailWatch(store: Store): (offers: boolean | undefined) => Promise<void> {
  let known: boolean | undefined
  return async (offers) => {
    if (offers === undefined || offers === known) return
    await setFact(store.db, INTERNATIONAL_MAIL, offers ? 'yes' : 'no')
    known = offers
  }
}
