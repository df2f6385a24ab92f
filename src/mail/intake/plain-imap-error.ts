import { saying, type Saying } from '../../domain/saying.ts'
import type { MailAccount } from './mail-account.ts'

/** What went wrong with a mailbox, and what to do next. It never holds the password. */
export function plainImapError(error: unknown, { host, port, folder, isSecure, user }: MailAccount): Saying {
  const fields = error instanceof Error ? (error as Error & Record<string, unknown>) : undefined
  const said = String(fields?.['responseText'] ?? fields?.message ?? error).slice(0, 300)
  if (fields?.['authenticationFailed'] === true) return saying('doctor.imap-sign-in', { host, user, said })
  if (fields?.['mailboxMissing'] === true) return saying('doctor.imap-no-folder', { host, folder })
  if (fields?.['tlsFailed'] === true || /certificate|STARTTLS|TLS|SSL/.test(said)) {
    return isSecure
      ? saying('doctor.imap-no-tls', { host, port: String(port), said })
      : saying('doctor.imap-no-starttls', { host, port: String(port), said })
  }
  return saying('doctor.imap-away', { host, port: String(port), said })
}
