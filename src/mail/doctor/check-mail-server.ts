import type { Relay } from '../relay.ts'
import type { SendResult } from '../send-result.ts'
import { openLine, type Timeouts } from '../smtp-line.ts'
import { fault, ok, type Verdict } from './verdict.ts'

const PATIENCE = 10_000
const PATIENT: Timeouts = { opening: PATIENCE, answer: PATIENCE, message: PATIENCE }

/** Talks to the mail server as sending does (EHLO, TLS with its certificate, sign-in) and says goodbye: nothing is sent. */
export async function checkMailServer(relay: Relay, heloName: string, timeouts = PATIENT): Promise<Verdict> {
  const opened = await openLine(relay, heloName, timeouts)
  const server = `${relay.host}:${relay.port}`
  if (!opened.ok) return fault(`${server} cannot be used: ${opened.result.reply}`, adviceOn(opened.result, relay))
  opened.line.close()
  const lock = relay.isLocal && !relay.isSecure ? 'on this machine, without TLS' : 'over TLS, with a certificate that holds'
  const door = relay.auth ? `knows the user ${relay.auth.user}` : 'asks for no sign-in'
  return ok(`${server} answers ${lock}, and ${door}.`)
}

// Only for the advice; what sending makes of it is decided by codes.
function adviceOn({ outcome, replyCode, reply }: SendResult, { host, isSecure }: Relay): string {
  if (replyCode !== null && [530, 534, 535, 538].includes(replyCode))
    return 'Check user and password in SMTP_URL; signs such as @ and : in them are written %40 and %3A.'
  if (/certificate|self.signed|altnames/i.test(reply))
    return `Its certificate does not hold for ${host}: have it renewed, or use the name that stands in it.`
  if (/wrong version number|ssl|tls/i.test(reply))
    return isSecure
      ? 'There seems to be no TLS on this port from the start: try smtp:// with port 587.'
      : 'It must offer STARTTLS: use the port for submission (587), or smtps:// with port 465.'
  if (outcome === 'misconfigured') return 'It does not want us: ask whoever runs it, with this answer of it.'
  return 'Check host and port in SMTP_URL, that the server is running, and that no firewall stands between.'
}
