import { findFact, setFact } from '../store/installation.ts'
import type { SenderContext } from './sender-context.ts'

/** The fact that says whether the mail server offers SMTPUTF8 (RFC 6531): `yes` or `no`; not there before anybody has seen it. */
export const INTERNATIONAL_MAIL = 'international-mail'

/** Keeps what the mail server offered last for the forms, which may run elsewhere: they refuse what could never be sent. */
export async function noteInternationalMail({ store, transport }: SenderContext): Promise<number> {
  if (transport.offersInternational === undefined) return 0
  const offers = transport.offersInternational ? 'yes' : 'no'
  if ((await findFact(store.db, INTERNATIONAL_MAIL)) === offers) return 0
  await setFact(store.db, INTERNATIONAL_MAIL, offers)
  return 1
}
