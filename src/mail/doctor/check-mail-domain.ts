import { saying } from '../../domain/saying.ts'
import { askAddresses, askMailServers, unansweredText, type Dns, type DnsAnswer } from './dns.ts'
import { fault, notChecked, ok, type Verdict } from './verdict.ts'

const FREE_MAIL = /^(gmail|googlemail|outlook|hotmail|live|icloud|gmx|aol|yahoo|proton)\.[a-z.]+$/

/** Whether a domain that our mails come from can take mail itself: replies, and reports of failure (RFC 5321 §5.1). */
export async function checkMailDomain(domain: string, dns: Dns): Promise<Verdict> {
  if (FREE_MAIL.test(domain)) return fault(saying('doctor.domain-of-provider', { domain }), saying('doctor.domain-own'))
  const servers = await askMailServers(dns, domain)
  if (servers.state === 'unanswered') return notChecked(unansweredText(domain, servers.why), saying('doctor.try-later'))
  return servers.state === 'found' ? judgeServers(domain, servers.records, dns) : judgeAddresses(domain, await askAddresses(dns, domain))
}

async function judgeServers(domain: string, servers: string[], dns: Dns): Promise<Verdict> {
  if (servers.includes('')) return fault(saying('doctor.domain-takes-none', { domain }), PUBLISH)
  const answers = await Promise.all(servers.map((server) => askAddresses(dns, server)))
  if (answers.some((answer) => answer.state === 'found')) return ok(saying('doctor.domain-takes', { domain, servers: servers.join(', ') }))
  const silent = answers.find((answer) => answer.state === 'unanswered')
  return silent
    ? notChecked(unansweredText(servers.join(', '), silent.why), saying('doctor.try-later'))
    : fault(saying('doctor.domain-servers-lost', { domain, servers: servers.join(', ') }), PUBLISH)
}

const PUBLISH = saying('doctor.domain-publish-mx')

function judgeAddresses(domain: string, addresses: DnsAnswer<string>): Verdict {
  if (addresses.state === 'unanswered') return notChecked(unansweredText(domain, addresses.why), saying('doctor.try-later'))
  return addresses.state === 'found'
    ? ok(saying('doctor.domain-no-mx', { domain, addresses: addresses.records.join(', ') }))
    : fault(saying('doctor.domain-nowhere', { domain }), PUBLISH)
}
