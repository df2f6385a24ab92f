import { isSaying, saying, type Saying } from '../../domain/saying.ts'
import { askAddresses, unansweredText, type Dns } from '../../mail/doctor/dns.ts'
import { isPublicAddress } from '../../mail/public-address.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { Relay } from '../../mail/relay.ts'

type Links = { baseUrl: string; relay: Relay | undefined; dns: Dns | Saying }

/** Whether the links in mails lead anywhere: for one-click unsubscribing the address must be https (RFC 8058 §3.1) and public. */
export async function checkBaseUrl({ baseUrl, relay, dns }: Links): Promise<Verdict> {
  const { protocol, hostname } = new URL(baseUrl)
  const isPrivate = !hostname.includes('.') || /^[\d.]+$|^\[|\.(local|internal|lan|home|test|invalid|localhost)$/.test(hostname)
  if (!isPrivate && protocol === 'https:')
    return isSaying(dns) ? ok(saying('doctor.links-lead', { url: baseUrl })) : checkHost(baseUrl, hostname, dns)
  if (!relay) return ok(saying('doctor.links-lead-local', { url: baseUrl }))
  const what = isPrivate ? saying('doctor.links-unreachable', { url: baseUrl }) : saying('doctor.links-not-https', { url: baseUrl })
  const judge = relay.isLocal ? warning : fault
  return judge(what, saying('doctor.set-base-url'))
}

async function checkHost(baseUrl: string, hostname: string, dns: Dns): Promise<Verdict> {
  const asked = await askAddresses(dns, hostname)
  if (asked.state === 'unanswered') return notChecked(unansweredText(hostname, asked.why), saying('doctor.try-later'))
  if (asked.state === 'none')
    return fault(saying('doctor.links-no-address', { url: baseUrl, host: hostname }), saying('doctor.publish-address'))
  return asked.records.every(isPublicAddress)
    ? ok(saying('doctor.links-lead-address', { url: baseUrl, addresses: asked.records.join(', ') }))
    : warning(saying('doctor.links-not-public', { url: baseUrl, addresses: asked.records.join(', ') }), saying('doctor.publish-public'))
}
