import { inEnglish } from '../render/in-english.ts'
import { MINUTE } from '../domain/instant.ts'
import type { MailAccount } from '../mail/intake/mail-account.ts'
import { openMailbox, type Mailbox } from '../mail/intake/open-mailbox.ts'
import { plainImapError } from '../mail/intake/plain-imap-error.ts'
import { workOffMailbox, type MailboxTools } from './work-off-mailbox.ts'

export type CollectTools = Omit<MailboxTools, 'name'> & { account: MailAccount; worked: (mails: number) => void }

/** So long at most until new mail is seen on a server that does not announce it. */
const POLL = MINUTE

/** Another process has the mailbox; perhaps it is gone. */
const SOON = 5_000

/** Opens the mailbox and works off what is in it and what comes, until it is stopped. Throws when the server is in trouble, in plain words. */
export async function collectReports(tools: CollectTools, opened: () => void, signal: AbortSignal): Promise<void> {
  const { account } = tools
  const mailbox = await openMailbox(account).catch((error: unknown) => {
    throw new Error(inEnglish(plainImapError(error, account)))
  })
  opened()
  try {
    await keepWorking(tools, mailbox, signal)
  } finally {
    await mailbox.close()
  }
}

async function keepWorking(tools: CollectTools, mailbox: Mailbox, signal: AbortSignal): Promise<void> {
  const { user, host, folder } = tools.account
  const name = `${user}@${host} ${folder}`
  const isLeaving = (): boolean => signal.aborted
  while (!isLeaving()) {
    const worked = await workOffMailbox({ ...tools, name }, mailbox, signal)
    if (worked.state === 'done' && worked.mails > 0) tools.worked(worked.mails)
    if (!isLeaving()) await mailbox.waitForMail(worked.state === 'done' ? POLL : SOON, signal)
  }
}
