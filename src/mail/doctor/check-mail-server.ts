import type { Relay } from '../relay.ts'
import { openLine, type Timeouts } from '../smtp-line.ts'
import { adviceOn, adviceText } from './mail-server-advice.ts'
import { fault, ok, type Verdict } from './verdict.ts'

const PATIENCE = 10_000
const PATIENT: Timeouts = { opening: PATIENCE, answer: PATIENCE, message: PATIENCE }

/** Talks to the mail server as sending does (EHLO, TLS with its certificate, sign-in) and says goodbye: nothing is sent. */
export async function checkMailServer(relay: Relay, heloName: string, timeouts = PATIENT): Promise<Verdict> {
  const opened = await openLine(relay, heloName, timeouts)
  const server = `${relay.host}:${relay.port}`
  if (!opened.ok) return fault(`${server} cannot be used: ${opened.result.reply}`, adviceText(adviceOn(opened.result, relay), relay))
  opened.line.close()
  const lock = relay.isLocal && !relay.isSecure ? 'on this machine, without TLS' : 'over TLS, with a certificate that holds'
  const door = relay.auth ? `knows the user ${relay.auth.user}` : 'asks for no sign-in'
  return ok(`${server} answers ${lock}, and ${door}.`)
}
