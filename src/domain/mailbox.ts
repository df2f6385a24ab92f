/**
 * The mailbox that a canonical address most likely ends up in, for counting how often somebody is written to. Never for who somebody is:
 * `+tag` and dots stay part of an address, because only its own server knows what they mean.
 *
 *     a.lice+news@googlemail.com  →  alice@gmail.com
 */
export function mailboxOf(canonical: string): string {
  const at = canonical.lastIndexOf('@')
  const domain = GMAIL.includes(canonical.slice(at + 1)) ? 'gmail.com' : canonical.slice(at + 1)
  const [name = ''] = canonical.slice(0, at).split('+')
  return `${domain === 'gmail.com' ? name.replaceAll('.', '') : name}@${domain}`
}

const GMAIL = ['gmail.com', 'googlemail.com']
