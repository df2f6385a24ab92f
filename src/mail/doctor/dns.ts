import { saying, type Saying } from '../../domain/saying.ts'
import { isIP } from 'node:net'

/** What we ask of the DNS; `Resolver` of `node:dns/promises` has it all. */
export type Dns = {
  resolveTxt: (name: string) => Promise<string[][]>
  resolveMx: (name: string) => Promise<{ exchange: string; priority: number }[]>
  resolve4: (name: string) => Promise<string[]>
  resolve6: (name: string) => Promise<string[]>
  reverse: (address: string) => Promise<string[]>
}

/** `none`: the DNS says that there is nothing. `unanswered`: it did not say. */
export type DnsAnswer<Found> = { state: 'found'; records: Found[] } | { state: 'none' } | { state: 'unanswered'; why: string }

/** The TXT records of a name, the strings of each joined without anything between them (RFC 7208 §3.3, RFC 6376 §3.6.2.2). */
export async function askTexts(dns: Dns, name: string): Promise<DnsAnswer<string>> {
  return ask(dns.resolveTxt(name).then((records) => records.map((strings) => strings.join(''))))
}

/** The names of the servers that take mail for a domain, the preferred first. One empty name means: it takes none (RFC 7505). */
export async function askMailServers(dns: Dns, domain: string): Promise<DnsAnswer<string>> {
  return ask(
    dns.resolveMx(domain).then((records) => records.toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => bare(exchange))),
  )
}

/** The addresses of a name, of both kinds; of an address, itself. */
export async function askAddresses(dns: Dns, name: string): Promise<DnsAnswer<string>> {
  if (isIP(name) !== 0) return { state: 'found', records: [name] }
  const answers = await Promise.all([ask(dns.resolve4(name)), ask(dns.resolve6(name))])
  const records = answers.flatMap((answer) => (answer.state === 'found' ? answer.records : []))
  if (records.length > 0) return { state: 'found', records }
  return answers.find((answer) => answer.state === 'unanswered') ?? { state: 'none' }
}

/** The names that an address bears. */
export async function askNames(dns: Dns, address: string): Promise<DnsAnswer<string>> {
  return ask(dns.reverse(address).then((names) => names.map(bare)))
}

/** The DNS as somebody who did not answer, in words. */
export const unansweredText = (name: string, why: string): Saying => saying('doctor.dns-silent', { name, why })

async function ask<Found>(query: Promise<Found[]>): Promise<DnsAnswer<Found>> {
  try {
    const records = await query
    return records.length > 0 ? { state: 'found', records } : { state: 'none' }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return ['ENODATA', 'ENOTFOUND'].includes(code) ? { state: 'none' } : { state: 'unanswered', why: code }
  }
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')
