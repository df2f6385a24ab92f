import { once } from 'node:events'
import { connect } from 'node:net'
import type { MailAccount } from '../intake/mail-account.ts'
import { tryMailbox } from '../intake/open-mailbox.ts'
import { plainImapError } from '../intake/plain-imap-error.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'

const PATIENCE = 5_000

/** Whether the mail server for reports answers on its port. That the world reaches it, the MX record of the bounce domain decides. */
export async function checkListener(listener: { host: string; port: number } | undefined): Promise<Verdict> {
  if (!listener) return notChecked('Reports are not taken by SMTP (REPORTS_PORT is not set).')
  const { port } = listener
  const host = ['0.0.0.0', '::'].includes(listener.host) ? '127.0.0.1' : listener.host
  const socket = connect(port, host).setTimeout(PATIENCE, () => socket.destroy(new Error('it did not answer')))
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer]
    const isOurs = /^220 .*takes reports only/.test(greeting.toString())
    return isOurs
      ? ok(`${host}:${port} takes reports.`)
      : fault(`Another program answers on ${host}:${port}.`, 'Stop it, or set REPORTS_PORT to another port.')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return warning(`Nobody takes reports on ${host}:${port}: ${why}.`, 'Start a process with the role collector; this is its port.')
  } finally {
    socket.destroy()
  }
}

/** Whether the mailbox for reports lets us in. Nothing in it is changed. */
export async function checkReportMailbox(account: MailAccount | undefined): Promise<Verdict> {
  if (!account) return notChecked('No mailbox for reports is set (IMAP_URL).')
  try {
    const { mails } = await tryMailbox(account)
    return ok(`${account.host} lets ${account.user} in; the folder ${account.folder} holds ${mails} mails.`)
  } catch (error) {
    return fault(plainImapError(error, account), '.env.example explains IMAP_URL.')
  }
}

/** Whoever sends into the world and hears nothing back goes on writing to dead addresses. */
export function checkWaysIn(isSending: boolean, ways: string[]): Verdict {
  if (ways.length > 0) return ok(`Reports come in by ${ways.join(', ')}. "report address" prints the address to register for complaints.`)
  return isSending
    ? warning(
        'Nothing takes what mail servers report: dead addresses and complaints stay unknown.',
        'Set REPORTS_PORT, IMAP_URL or a provider’s webhook.',
      )
    : notChecked('No mail leaves this machine, so no report comes back.')
}
