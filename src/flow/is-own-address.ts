import type { Publication } from './publication.ts'

/**
 * Whether mail to this address would come back to us: our sender, or an address for reports of failure and complaints (HOSTILE case 54).
 * A bounce domain of its own belongs to reports as a whole.
 */
export function isOwnAddress(canonical: string, { sender, bounceDomain }: Pick<Publication, 'sender' | 'bounceDomain'>): boolean {
  const at = canonical.lastIndexOf('@')
  const [name, domain] = [canonical.slice(0, at), canonical.slice(at + 1)]
  const [bounces, own] = [bounceDomain.toLowerCase(), sender.address.toLowerCase()]
  if (canonical === own) return true
  if (domain !== bounces) return false
  return bounces !== own.slice(own.lastIndexOf('@') + 1) || /^[bfnu]-[0-9a-z-]{20,}$/.test(name)
}
