import { isIPv4 } from 'node:net'
import { askAddresses, unansweredText, type Dns } from './dns.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'
import { askSpf, MOST_LOOKUPS, MOST_VOIDS, walkSpf, type SpfWalk } from './walk-spf.ts'

type Way = {
  /** The domain of the envelope sender: it is the one whose SPF record receivers read. */
  domain: string
  /** The host name of the mail server that we hand our mail to. */
  mailServer: string
}

/** Whether the SPF record (RFC 7208) holds, and lets our mail server send as far as one can see from here. */
export async function checkSpf({ domain, mailServer }: Way, dns: Dns): Promise<Verdict> {
  const asked = await askSpf(dns, domain)
  if (asked.state === 'unanswered') return notChecked(unansweredText(domain, asked.why), 'Try again later.')
  const [record, ...others] = asked.state === 'found' ? asked.records : []
  if (record === undefined)
    return fault(
      `${domain} has no SPF record, so receivers cannot see that the mail server may send for it.`,
      `Publish a TXT record at ${domain}: “v=spf1 include:… -all” with the name that the provider of your mail server gives, or “v=spf1 a:${mailServer} -all” where the server is your own.`,
    )
  if (others.length > 0)
    return fault(`${domain} has ${others.length + 1} SPF records, which counts as none (RFC 7208 §4.5).`, 'Join them into one.')
  const walk = await walkSpf(dns, domain, record)
  return faultOf(walk, domain) ?? judgeWay(walk, { domain, mailServer }, dns)
}

function faultOf({ faults, lookups, voids, allowsEverybody, ways, unseen, unanswered }: SpfWalk, domain: string): Verdict | undefined {
  const [broken] = faults
  if (broken !== undefined)
    return fault(`The SPF record of ${domain} is broken: ${broken}.`, 'Correct the record; until then it counts as none.')
  if (lookups > MOST_LOOKUPS)
    return fault(
      `The SPF record of ${domain} needs more than ${MOST_LOOKUPS} DNS queries, so receivers count it as broken (RFC 7208 §4.6.4).`,
      'Take out what no longer sends for you, or write networks (ip4:, ip6:) in place of names.',
    )
  if (unanswered !== undefined)
    return notChecked(`The SPF record of ${domain} could not be followed to its end (${unanswered}).`, 'Try again later.')
  if (voids > MOST_VOIDS)
    return fault(
      `The SPF record of ${domain} names ${voids} hosts that do not exist; more than ${MOST_VOIDS} count as broken (RFC 7208 §4.6.4).`,
      'Take those hosts out of the record.',
    )
  if (allowsEverybody) return fault(`The SPF record of ${domain} lets everybody send for it (+all).`, 'End it with -all or ~all.')
  if (ways === 0 && unseen.length === 0)
    return fault(`The SPF record of ${domain} lets nobody send for it.`, 'Name your mail server in it, before -all.')
  return undefined
}

async function judgeWay({ allowed, lookups, unseen }: SpfWalk, { domain, mailServer }: Way, dns: Dns): Promise<Verdict> {
  const asked = await askAddresses(dns, mailServer)
  const addresses = asked.state === 'found' ? asked.records : []
  const count = `it takes ${lookups} of at most ${MOST_LOOKUPS} DNS queries`
  const isAllowed = addresses.some((address) => allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'))
  if (isAllowed) return ok(`The SPF record of ${domain} lets ${mailServer} send for it; ${count}.`)
  if (unseen.length > 0)
    return ok(
      `The SPF record of ${domain} holds; ${count}. Whether it lets ${mailServer} send only shows when it does (${unseen.join(', ')}).`,
    )
  return warning(
    `The SPF record of ${domain} holds (${count}), but the addresses at which ${mailServer} takes our mail are not among those that it lets send.`,
    'Many providers send from other addresses than they take mail at, so this may be right: see that the record includes the name that your provider gives.',
  )
}
