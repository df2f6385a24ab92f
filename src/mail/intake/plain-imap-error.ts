import type { MailAccount } from './mail-account.ts'

/** What went wrong with a mailbox, and what to do next. It never holds the password. */
export function plainImapError(error: unknown, { host, port, folder, isSecure, user }: MailAccount): string {
  const fields = error instanceof Error ? (error as Error & Record<string, unknown>) : undefined
  const said = String(fields?.['responseText'] ?? fields?.message ?? error).slice(0, 300)
  if (fields?.['authenticationFailed'] === true)
    return `${host} does not let ${user} in: check user and password in IMAP_URL (it says: ${said}).`
  if (fields?.['mailboxMissing'] === true) return `${host} has no folder ${folder}: write the right one behind the host in IMAP_URL.`
  if (fields?.['tlsFailed'] === true || /certificate|STARTTLS|TLS|SSL/.test(said)) {
    const other = isSecure ? 'imap:// with port 143, where STARTTLS is' : 'imaps:// with port 993, where TLS is'
    return `${host}:${port} has no TLS that holds: check its certificate and the name, or try ${other} (it says: ${said}).`
  }
  return `${host}:${port} cannot be used: check host and port in IMAP_URL, and that the server is running (it says: ${said}).`
}
