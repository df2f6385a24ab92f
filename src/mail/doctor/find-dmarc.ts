import { askTexts, type Dns, type DnsAnswer } from './dns.ts'

export type DmarcRecord = { domain: string; record: string }

// RFC 9989, DNS tree walk: of a longer name the labels in the middle are passed over.
const MOST_LABELS = 8

/** The DMARC records of a domain and its parents, its own first (RFC 9989, DNS tree walk). Several at one name count as none. */
export async function findDmarc(dns: Dns, domain: string): Promise<DnsAnswer<DmarcRecord>> {
  const asked = await Promise.all(walkOf(domain).map(async (name) => ({ name, answer: await askTexts(dns, `_dmarc.${name}`) })))
  const records = asked.flatMap(({ name, answer }) => {
    const found = answer.state === 'found' ? answer.records.filter((text) => /^v=DMARC1\s*(;|$)/.test(text)) : []
    return found.length === 1 ? found.map((record) => ({ domain: name, record })) : []
  })
  if (records.length > 0) return { state: 'found', records }
  const silent = asked.map(({ answer }) => answer).find((answer) => answer.state === 'unanswered')
  return silent ?? { state: 'none' }
}

/**
 * The domain that stands for the whole organisation: names below it are aligned with each other. A record with psd=y belongs to a public
 * suffix such as `gov`; the organisation is then one label below it.
 */
export function organisationOf(domain: string, records: DmarcRecord[]): string | undefined {
  const own = records.find(({ record }) => /;\s*psd\s*=\s*n\b/i.test(record)) ?? records.at(-1)
  if (own === undefined || own.domain === domain || !/;\s*psd\s*=\s*y\b/i.test(own.record)) return own?.domain
  return domain
    .split('.')
    .slice(-own.domain.split('.').length - 1)
    .join('.')
}

function walkOf(domain: string): string[] {
  const labels = domain.split('.')
  const parents = labels.slice(labels.length > MOST_LABELS ? labels.length - MOST_LABELS + 1 : 1)
  return [domain, ...parents.map((_, index) => parents.slice(index).join('.'))]
}
