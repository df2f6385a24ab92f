import { saying } from '../../domain/saying.ts'
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
  if (asked.state === 'unanswered') return notChecked(unansweredText(domain, asked.why), saying('doctor.try-later'))
  const [record, ...others] = asked.state === 'found' ? asked.records : []
  if (record === undefined)
    return fault(saying('doctor.spf-missing', { domain }), saying('doctor.spf-publish', { domain, server: mailServer }))
  if (others.length > 0) return fault(saying('doctor.spf-several', { domain, count: others.length + 1 }), saying('doctor.spf-join'))
  const walk = await walkSpf(dns, domain, record)
  return faultOf(walk, domain) ?? judgeWay(walk, { domain, mailServer }, dns)
}

function faultOf({ faults, lookups, voids, allowsEverybody, ways, unseen, unanswered }: SpfWalk, domain: string): Verdict | undefined {
  const [broken] = faults
  if (broken !== undefined) return fault(saying('doctor.spf-broken', { domain, why: broken }), saying('doctor.spf-correct'))
  if (lookups > MOST_LOOKUPS) return fault(saying('doctor.spf-queries', { domain, most: MOST_LOOKUPS }), saying('doctor.spf-take-out'))
  if (unanswered !== undefined) return notChecked(saying('doctor.spf-unfollowed', { domain, why: unanswered }), saying('doctor.try-later'))
  if (voids > MOST_VOIDS)
    return fault(saying('doctor.spf-voids', { domain, count: voids, most: MOST_VOIDS }), saying('doctor.spf-drop-hosts'))
  if (allowsEverybody) return fault(saying('doctor.spf-everybody', { domain }), saying('doctor.spf-end'))
  if (ways === 0 && unseen.length === 0) return fault(saying('doctor.spf-nobody', { domain }), saying('doctor.spf-name-server'))
  return undefined
}

async function judgeWay({ allowed, lookups, unseen }: SpfWalk, { domain, mailServer }: Way, dns: Dns): Promise<Verdict> {
  const asked = await askAddresses(dns, mailServer)
  const addresses = asked.state === 'found' ? asked.records : []
  const count = saying('doctor.spf-count', { count: lookups, most: MOST_LOOKUPS })
  const isAllowed = addresses.some((address) => allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'))
  if (isAllowed) return ok(saying('doctor.spf-fine', { domain, server: mailServer, count }))
  if (unseen.length > 0) return ok(saying('doctor.spf-unseen', { domain, count, server: mailServer, terms: unseen.join(', ') }))
  return warning(saying('doctor.spf-others', { domain, count, server: mailServer }), saying('doctor.spf-provider'))
}
