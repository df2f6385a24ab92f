// Endings that are countries on paper and file names in practice.
const FILE_NAMES = /\.(?:js|ts|py|rs|md|sh|pl|cc|vb|so|ps|zip|mov)$/i

const ENDING =
  /^(?:[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|news|online|site|shop|store|xyz|top|app|dev|club|live|blog|cloud|xn--[a-z0-9-]+)$/i

/**
 * The host of an address that a link's words show; undefined for ordinary words. `https://a.example/x` and `www.a.example` count
 * anywhere in the words, a bare `a.example` only when it is all of them.
 */
export function shownHost(text: string): string | undefined {
  const written = /https?:\/\/[^\s<>"]+/i.exec(text)?.[0] ?? /(?<![\w@.-])www\.[^\s<>"]+/i.exec(text)?.[0]
  if (written !== undefined) return hostOf(written)
  const whole = text.trim()
  if (!/^(?:[\p{L}\p{N}-]+\.)+[\p{L}-][\p{L}\p{N}-]*(?:\/\S*)?$/u.test(whole) || FILE_NAMES.test(whole)) return undefined
  const host = hostOf(whole)
  return host !== undefined && ENDING.test(host.split('.').at(-1) ?? '') ? host : undefined
}

const hostOf = (written: string): string | undefined => URL.parse(/^https?:/i.test(written) ? written : `https://${written}`)?.hostname
