import { saying } from '../../domain/saying.ts'
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
  if (!opened.ok)
    return fault(
      saying('doctor.server-unusable', { server, reply: opened.result.reply }),
      adviceText(adviceOn(opened.result, relay), relay),
    )
  opened.line.close()
  const lock = relay.isLocal && !relay.isSecure ? 'plain' : 'tls'
  const door = relay.auth ? saying('doctor.server-knows', { user: relay.auth.user }) : saying('doctor.server-open')
  return ok(saying(`doctor.server-answers-${lock}`, { server, door }))
}
