import { saying } from '../../domain/saying.ts'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { MailAccount } from '../intake/mail-account.ts'
import { tryMailbox } from '../intake/open-mailbox.ts'
import { plainImapError } from '../intake/plain-imap-error.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'

const PATIENCE = 5_000

/** Whether the mail server for reports answers on its port. That the world reaches it, the MX record of the bounce domain decides. */
export async function checkListener(listener: { host: string; port: number } | undefined): Promise<Verdict> {
  if (!listener) return notChecked(saying('doctor.listener-none'))
  const { port } = listener
  const host = ['0.0.0.0', '::'].includes(listener.host) ? '127.0.0.1' : listener.host
  const socket = connect(port, host).setTimeout(PATIENCE, () => socket.destroy(new Error('it did not answer')))
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer]
    const isOurs = /^220 .*takes reports only/.test(greeting.toString())
    return isOurs
      ? ok(saying('doctor.listener-fine', { host, port: String(port) }))
      : fault(saying('doctor.listener-other', { host, port: String(port) }), saying('doctor.listener-stop'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return warning(saying('doctor.listener-absent', { host, port: String(port), why }), saying('doctor.listener-start'))
  } finally {
    socket.destroy()
  }
}

/** Whether the mailbox for reports lets us in. Nothing in it is changed. */
export async function checkReportMailbox(account: MailAccount | undefined): Promise<Verdict> {
  if (!account) return notChecked(saying('doctor.mailbox-none'))
  try {
    const { mails } = await tryMailbox(account)
    return ok(saying('doctor.mailbox-fine', { host: account.host, user: account.user, folder: account.folder, mails }))
  } catch (error) {
    return fault(plainImapError(error, account), saying('doctor.see-manual'))
  }
}

/** Whoever sends into the world and hears nothing back goes on writing to dead addresses. */
export function checkWaysIn(isSending: boolean, ways: string[]): Verdict {
  if (ways.length > 0) return ok(saying('doctor.ways-in', { ways: ways.join(', ') }))
  return isSending ? warning(saying('doctor.ways-none'), saying('doctor.ways-set')) : notChecked(saying('doctor.ways-not-needed'))
}
