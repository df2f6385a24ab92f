import { parseRelay } from '../../mail/relay.ts'

/** A mail server as people fill it in. `password`: undefined where it is not known or not to be shown. */
export type MailServer = { host: string; port: string; isSecure: boolean; user: string; password: string }

/** The setting SMTP_URL for it; what cannot be one is found out by the check of that setting. */
export function smtpUrlOf({ host, port, isSecure, user, password }: MailServer): string {
  const name = host.trim()
  const signIn = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  return `${isSecure ? 'smtps' : 'smtp'}://${signIn}${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port.trim()}`
}

/** And back. */
export function mailServerOf(smtpUrl: string | undefined): MailServer | undefined {
  const relay = smtpUrl === undefined ? undefined : parseRelay(smtpUrl)
  if (!relay) return undefined
  const { host, port, isSecure, auth } = relay
  return { host, port: String(port), isSecure, user: auth?.user ?? '', password: auth?.pass ?? '' }
}
