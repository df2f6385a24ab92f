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

export function adviceText(advice: MailServerAdvice, { host }: Relay): string {
  return advice === 'certificate'
    ? `Its certificate does not hold for ${host}: have it renewed, or use the name that stands in it.`
    : TEXTS[advice]
}

const TEXTS = {
  'sign-in': 'Check user and password in SMTP_URL; signs such as @ and : in them are written %40 and %3A.',
  'no-tls-from-start': 'There seems to be no TLS on this port from the start: try smtp:// with port 587.',
  'no-starttls': 'It must offer STARTTLS: use the port for submission (587), or smtps:// with port 465.',
  unwanted: 'It does not want us: ask whoever runs it, with this answer of it.',
  away: 'Check host and port in SMTP_URL, that the server is running, and that no firewall stands between.',
  'sender-refused': 'It does not take mail from the sender’s address: allow that address at your provider, or set another one.',
  'recipient-refused':
    'It takes mail from us, but not for that recipient: try another one, or ask whoever runs it, with this answer of it.',
  'mail-refused': 'It took the addresses, but not the mail: ask whoever runs it, with this answer of it.',
}
