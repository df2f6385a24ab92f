import type { Dns } from '../../../src/mail/doctor/dns.ts'

/** Records by name. `'silent'`: the name server does not answer about this name. What is not in the table does not exist. */
export type DnsTable = Record<string, { txt?: string[]; mx?: string[]; a?: string[]; aaaa?: string[]; ptr?: string[] } | 'silent'>

/** A DNS of our own. It writes down what it was asked. */
export function dnsOf(table: DnsTable): Dns & { asked: string[] } {
  const asked: string[] = []
  const look = async (name: string, kind: 'txt' | 'mx' | 'a' | 'aaaa' | 'ptr'): Promise<string[]> => {
    asked.push(`${kind} ${name}`)
    const entry = table[name]
    if (entry === 'silent') throw Object.assign(new Error('queryTxt ETIMEOUT'), { code: 'ETIMEOUT' })
    if (!entry) throw Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' })
    const records = entry[kind]
    if (!records) throw Object.assign(new Error('queryTxt ENODATA'), { code: 'ENODATA' })
    return records
  }
  return {
    asked,
    // Long texts come in several strings, as the DNS stores them.
    resolveTxt: async (name) => (await look(name, 'txt')).map((text) => text.match(/.{1,255}/g) ?? []),
    resolveMx: async (name) => (await look(name, 'mx')).map((exchange, index) => ({ exchange, priority: 10 * index })),
    resolve4: (name) => look(name, 'a'),
    resolve6: (name) => look(name, 'aaaa'),
    reverse: (address) => look(address, 'ptr'),
  }
}
