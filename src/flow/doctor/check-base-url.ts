import { askAddresses, unansweredText, type Dns } from '../../mail/doctor/dns.ts'
import { isPublicAddress } from '../../mail/public-address.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { Relay } from '../../mail/relay.ts'

type Links = { baseUrl: string; relay: Relay | undefined; dns: Dns | string }

/** Whether the links in mails lead anywhere: for one-click unsubscribing the address must be https (RFC 8058 §3.1) and public. */
export async function checkBaseUrl({ baseUrl, relay, dns }: Links): Promise<Verdict> {
  const { protocol, hostname } = new URL(baseUrl)
  const isPrivate = !hostname.includes('.') || /^[\d.]+$|^\[|\.(local|internal|lan|home|test|invalid|localhost)$/.test(hostname)
  if (!isPrivate && protocol === 'https:')
    return typeof dns === 'string' ? ok(`Links lead to ${baseUrl}.`) : checkHost(baseUrl, hostname, dns)
  if (!relay) return ok(`Links lead to ${baseUrl}, which is enough as long as no mail leaves this machine.`)
  const why = isPrivate ? 'which readers cannot reach' : 'which is not https: mailbox providers offer no one-click unsubscribing'
  const judge = relay.isLocal ? warning : fault
  return judge(`Links lead to ${baseUrl}, ${why}.`, 'Set BASE_URL to the public https address of this server.')
}

async function checkHost(baseUrl: string, hostname: string, dns: Dns): Promise<Verdict> {
  const asked = await askAddresses(dns, hostname)
  if (asked.state === 'unanswered') return notChecked(unansweredText(hostname, asked.why), 'Try again later.')
  if (asked.state === 'none')
    return fault(`Links lead to ${baseUrl}, but ${hostname} has no address in the DNS.`, 'Publish one, or correct BASE_URL.')
  return asked.records.every(isPublicAddress)
    ? ok(`Links lead to ${baseUrl} (${asked.records.join(', ')}).`)
    : warning(
        `Links lead to ${baseUrl}, whose address ${asked.records.join(', ')} is not a public one.`,
        'Readers must reach it: publish a public address.',
      )
}
