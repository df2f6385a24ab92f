import { saying, type Saying } from '../../domain/saying.ts'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { askAddresses, askMailServers, askTexts, type Dns, type DnsAnswer } from './dns.ts'
import { parseSpfTerm, type SpfTerm } from './spf-term.ts'

/** An SPF record with all that it leads to, as far as one can see. */
export type SpfWalk = {
  /** Queries that count: include, a, mx, ptr, exists, redirect (RFC 7208 §4.6.4). The walk ends when they are too many. */
  lookups: number
  /** Of these, such as found nothing. */
  voids: number
  /** Whose mail passes. */
  allowed: BlockList
  /** How many mechanisms let somebody send. */
  ways: number
  /** `+all`. */
  allowsEverybody: boolean
  /** Terms whose meaning only shows at the time of sending. */
  unseen: string[]
  /** What makes receivers count the whole as broken. */
  faults: Saying[]
  /** Why we could not see it all. */
  unanswered: string | undefined
}

// RFC 7208 §4.6.4.
export const MOST_LOOKUPS = 10
export const MOST_VOIDS = 2
const MOST_MAIL_SERVERS = 10

/** The records of the domain that call themselves SPF (RFC 7208 §4.5). */
export async function askSpf(dns: Dns, domain: string): Promise<DnsAnswer<string>> {
  const texts = await askTexts(dns, domain)
  if (texts.state !== 'found') return texts
  const records = texts.records.filter((text) => /^v=spf1( |$)/i.test(text))
  return records.length > 0 ? { state: 'found', records } : { state: 'none' }
}

/** Follows a record as a receiver would, for every sender at once. */
export async function walkSpf(dns: Dns, domain: string, record: string): Promise<SpfWalk> {
  const walk: SpfWalk = {
    ...{ lookups: 0, voids: 0, allowed: new BlockList(), ways: 0, allowsEverybody: false },
    ...{ unseen: [], faults: [], unanswered: undefined },
  }
  await walkRecord({ dns, domain, passes: true, walk }, record)
  return walk
}

/** Where in the walk we are. `passes`: who is allowed here is allowed in the end. */
type Place = { dns: Dns; domain: string; passes: boolean; walk: SpfWalk }

async function walkRecord(place: Place, record: string): Promise<void> {
  const terms = record
    .trim()
    .split(/ +/)
    .slice(1)
    .map((text) => ({ text, term: parseSpfTerm(text) }))
  for (const { text, term } of terms) {
    if (isOver(place.walk)) return
    if (term) await walkTerm(place, term, text)
    else place.walk.faults.push(saying('doctor.spf-unknown-term', { text }))
  }
  const redirect = terms.find(({ term }) => term?.kind === 'redirect')?.term
  // Where there is an `all`, a redirect is never reached (RFC 7208 §6.1).
  if (redirect && !terms.some(({ term }) => term?.kind === 'all') && !isOver(place.walk)) await follow(place, redirect.target)
}

const isOver = ({ lookups, unanswered }: SpfWalk): boolean => lookups > MOST_LOOKUPS || unanswered !== undefined

async function walkTerm(at: Place, term: SpfTerm, text: string): Promise<void> {
  const { walk } = at
  const place = { ...at, passes: at.passes && term.passes }
  const isWay = !['all', 'include', 'redirect', 'modifier'].includes(term.kind)
  if (isWay && place.passes) walk.ways++
  switch (term.kind) {
    case 'all':
      walk.allowsEverybody ||= place.passes
      return
    case 'ip4':
    case 'ip6':
      return allowNetwork(place, term, text)
    case 'include':
      return follow(place, term.target)
    case 'a':
    case 'mx':
      walk.lookups++
      return term.hasMacro ? void walk.unseen.push(text) : allowHosts(place, term, text)
    case 'ptr':
    case 'exists':
      walk.lookups++
      walk.unseen.push(text)
      return
    case 'redirect':
    case 'modifier':
      return
  }
}

function allowNetwork({ walk, passes }: Place, { kind, target, prefix }: SpfTerm, text: string): void {
  const [isFamily, family, most] = kind === 'ip4' ? ([isIPv4, 'ipv4', 32] as const) : ([isIPv6, 'ipv6', 128] as const)
  const length = prefix === '' ? most : Number(prefix.slice(1))
  if (!isFamily(target) || !(length <= most)) walk.faults.push(saying('doctor.spf-no-network', { text }))
  else if (passes) walk.allowed.addSubnet(target, length, family)
}

async function allowHosts({ dns, domain, passes, walk }: Place, { kind, target, prefix }: SpfTerm, text: string): Promise<void> {
  const name = target === '' ? domain : target
  const servers: DnsAnswer<string> = kind === 'mx' ? await askMailServers(dns, name) : { state: 'found', records: [name] }
  const hosts = servers.state === 'found' ? servers.records.slice(0, MOST_MAIL_SERVERS) : []
  const answers = await Promise.all(hosts.map((host) => askAddresses(dns, host)))
  const addresses = answers.flatMap((answer) => (answer.state === 'found' ? answer.records : []))
  if (passes) for (const address of addresses) allowAddress(walk, address, prefix)
  if (addresses.length > 0) return
  const silent = [servers, ...answers].find((answer) => answer.state === 'unanswered')
  if (silent) walk.unanswered = `${text}: ${silent.why}`
  else walk.voids++
}

// `a/24//64` allows the whole networks in which the addresses are.
function allowAddress(walk: SpfWalk, address: string, prefix: string): void {
  const [, four = '32', six = '128'] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(prefix) ?? []
  const [length, most, family] = isIPv4(address) ? ([Number(four), 32, 'ipv4'] as const) : ([Number(six), 128, 'ipv6'] as const)
  if (length <= most) walk.allowed.addSubnet(address, length, family)
}

async function follow(place: Place, target: string): Promise<void> {
  const { dns, walk } = place
  walk.lookups++
  if (target.includes('%')) return void walk.unseen.push(target)
  const asked = await askSpf(dns, target)
  if (asked.state === 'unanswered') walk.unanswered = `${target}: ${asked.why}`
  else if (asked.state === 'none') walk.faults.push(saying('doctor.spf-leads-nowhere', { target }))
  else if (asked.records.length > 1) walk.faults.push(saying('doctor.spf-leads-several', { target, count: asked.records.length }))
  else await walkRecord({ ...place, domain: target }, asked.records[0] ?? '')
}
