/** Second levels under which countries give out domains: example.co.uk. */
const SHARED = /^(?:co|com|org|net|ac|gov|edu|or|ne|go)$/

/**
 * Whether two domains are of one organisation, as far as their names tell: one lies below the other, or both below the same registered
 * domain. No Public Suffix List: DMARC has given it up for a walk through DNS (RFC 9989), which a check of bytes cannot make.
 */
export function belongTogether(one: string, other: string): boolean {
  const [a, b] = [normal(one), normal(other)]
  if (a === '' || b === '') return false
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`) || organisationOf(a) === organisationOf(b)
}

const normal = (domain: string): string => domain.toLowerCase().replace(/\.$/, '')

function organisationOf(domain: string): string {
  const labels = domain.split('.')
  const isShared = labels.at(-1)?.length === 2 && SHARED.test(labels.at(-2) ?? '')
  return labels.slice(isShared ? -3 : -2).join('.')
}
