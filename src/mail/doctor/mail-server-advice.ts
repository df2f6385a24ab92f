import { saying, type Saying } from '../../domain/saying.ts'
import type { Relay } from '../relay.ts'
import type { SendResult } from '../send-result.ts'

/** What to do about a mail server that cannot be used. */
export type MailServerAdvice =
  | 'sign-in'
  | 'certificate'
  | 'no-tls-from-start'
  | 'no-starttls'
  | 'unwanted'
  | 'away'
  | 'sender-refused'
  | 'recipient-refused'
  | 'mail-refused'

/** Only for people; what sending makes of a failure is decided by codes. */
export function adviceOn(
  { outcome, replyCode, reply }: Pick<SendResult, 'outcome' | 'replyCode' | 'reply'>,
  { isSecure }: Relay,
): MailServerAdvice {
  if (replyCode !== null && [530, 534, 535, 538].includes(replyCode)) return 'sign-in'
  if (/certificate|self.signed|altnames/i.test(reply)) return 'certificate'
  if (/wrong version number|ssl|tls/i.test(reply)) return isSecure ? 'no-tls-from-start' : 'no-starttls'
  return outcome === 'misconfigured' ? 'unwanted' : 'away'
}

export function adviceText(advice: MailServerAdvice, { host }: Relay): Saying {
  return advice === 'certificate' ? saying('doctor.advice-certificate', { host }) : TEXTS[advice]
}

const TEXTS = {
  'sign-in': saying('doctor.advice-sign-in'),
  'no-tls-from-start': saying('doctor.advice-no-tls-from-start'),
  'no-starttls': saying('doctor.advice-no-starttls'),
  unwanted: saying('doctor.advice-unwanted'),
  away: saying('doctor.advice-away'),
  'sender-refused': saying('doctor.advice-sender-refused'),
  'recipient-refused': saying('doctor.advice-recipient-refused'),
  'mail-refused': saying('doctor.advice-mail-refused'),
}
