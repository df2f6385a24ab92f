/** The mail server that we hand our mail to. */
export type Relay = {
  host: string
  port: number
  /** TLS from the first byte (smtps). Otherwise STARTTLS is demanded, unless the server is on this machine. */
  isSecure: boolean
  isLocal: boolean
  auth?: { user: string; pass: string }
}

/** Reads `smtp://user:password@host:587` or `smtps://…`. Undefined when it is neither, or has a user without a password. */
export function parseRelay(text: string): Relay | undefined {
  // URL takes line breaks out without a word.
  if (/[\s\u0000-\u001f]/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return undefined
  const isSecure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const relay = { host, port: Number(url.port) || (isSecure ? 465 : 587), isSecure, isLocal: isLoopback(host) }
  if (url.username === '' && url.password === '') return relay
  const [user, pass] = [decode(url.username), decode(url.password)]
  return user && pass ? { ...relay, auth: { user, pass } } : undefined
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
