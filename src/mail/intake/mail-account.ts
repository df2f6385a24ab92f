/** A mailbox that reports come to, kept by an IMAP server. */
export type MailAccount = {
  host: string
  port: number
  /** TLS from the first byte (imaps). Otherwise STARTTLS is demanded, unless the server is on this machine. */
  isSecure: boolean
  isLocal: boolean
  user: string
  pass: string
  folder: string
}

/** Reads `imaps://user:password@host:993/INBOX` or `imap://…`. Undefined when it is neither, or lacks the user or the password. */
export function parseMailAccount(text: string): MailAccount | undefined {
  // URL takes line breaks out without a word.
  if (/[\s\u0000-\u001f]/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '') return undefined
  const isSecure = url.protocol === 'imaps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const [user, pass, folder] = [url.username, url.password, url.pathname.replace(/^\/+|\/+$/g, '')].map(decode)
  if (!user || !pass || folder === undefined) return undefined
  const isLocal = host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  return { host, port: Number(url.port) || (isSecure ? 993 : 143), isSecure, isLocal, user, pass, folder: folder || 'INBOX' }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
