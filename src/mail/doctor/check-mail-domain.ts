import { askAddresses, askMailServers, unansweredText, type Dns, type DnsAnswer } from './dns.ts'
import { fault, notChecked, ok, type Verdict } from './verdict.ts'

const FREE_MAIL = /^(gmail|googlemail|outlook|hotmail|live|icloud|gmx|aol|yahoo|proton)\.[a-z.]+$/

/** Whether a domain that our mails come from can take mail itself: replies, and reports of failure (RFC 5321 §5.1). */
export async function checkMailDomain(domain: string, dns: Dns): Promise<Verdict> {
  if (FREE_MAIL.test(domain))
    return fault(
      `${domain} belongs to a mailbox provider, which tells everybody to refuse mail in its name that it has not sent itself.`,
      'Send from a domain of your own: set SENDER_ADDRESS, and BOUNCE_DOMAIN if it is set.',
    )
  const servers = await askMailServers(dns, domain)
  if (servers.state === 'unanswered') return notChecked(unansweredText(domain, servers.why), 'Try again later.')
  return servers.state === 'found' ? judgeServers(domain, servers.records, dns) : judgeAddresses(domain, await askAddresses(dns, domain))
}

async function judgeServers(domain: string, servers: string[], dns: Dns): Promise<Verdict> {
  if (servers.includes(''))
    return fault(`${domain} says in the DNS that it takes no mail at all (RFC 7505), so many servers refuse mail from it.`, PUBLISH)
  const answers = await Promise.all(servers.map((server) => askAddresses(dns, server)))
  if (answers.some((answer) => answer.state === 'found')) return ok(`${domain} takes mail: ${servers.join(', ')}.`)
  const silent = answers.find((answer) => answer.state === 'unanswered')
  return silent
    ? notChecked(unansweredText(servers.join(', '), silent.why), 'Try again later.')
    : fault(`The mail servers of ${domain} (${servers.join(', ')}) have no address in the DNS, so nobody can answer.`, PUBLISH)
}

const PUBLISH = 'Publish an MX record that names a server which takes its mail: replies and reports of failure must come in.'

function judgeAddresses(domain: string, addresses: DnsAnswer<string>): Verdict {
  if (addresses.state === 'unanswered') return notChecked(unansweredText(domain, addresses.why), 'Try again later.')
  return addresses.state === 'found'
    ? ok(`${domain} has no MX record; its mail goes to its own address, ${addresses.records.join(', ')}.`)
    : fault(`${domain} has neither an MX record nor an address, so most servers refuse mail from it.`, PUBLISH)
}
