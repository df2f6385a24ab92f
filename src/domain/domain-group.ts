/**
 * Domains that are one receiver: what one of them says about our pace holds for all. Each is a name, or with `.*` every name that begins so.
 * Only the name decides: we hand everything to one mail server and ask no MX, so a domain of their own that somebody hosts there keeps a
 * pace of its own.
 */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  google: ['gmail.com', 'googlemail.com'],
  microsoft: ['outlook.*', 'hotmail.*', 'live.*', 'msn.com', 'passport.com'],
  yahoo: ['yahoo.*', 'ymail.com', 'rocketmail.com', 'myyahoo.com', 'aol.*', 'aim.com', 'netscape.net', 'verizon.net'],
  apple: ['icloud.com', 'me.com', 'mac.com'],
  tencent: ['qq.com', 'vip.qq.com', 'foxmail.com'],
  netease: ['163.com', 'vip.163.com', '126.com', 'vip.126.com', 'yeah.net', '188.com'],
  gmx: ['gmx.*', 'web.de', 'mail.com'],
  mailru: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru'],
  yandex: ['yandex.*', 'ya.ru'],
}

/** The receiver behind a canonical address: a big provider's name, else the domain itself. `rosa@hotmail.com.br → microsoft`. */
export function domainGroupOf(canonicalAddress: string): string {
  const domain = canonicalAddress.slice(canonicalAddress.lastIndexOf('@') + 1)
  return EXACT.get(domain) ?? FAMILIES.find(({ start }) => isFamily(domain, start))?.group ?? domain
}

/** The domains of a group, as GROUPS writes them. */
export const domainsOf = (group: string): readonly string[] => GROUPS[group] ?? [group]

const ENTRIES = Object.entries(GROUPS).flatMap(([group, domains]) => domains.map((domain) => ({ group, domain })))

const EXACT = new Map(ENTRIES.filter(({ domain }) => !domain.endsWith('.*')).map(({ group, domain }) => [domain, group]))

const FAMILIES = ENTRIES.filter(({ domain }) => domain.endsWith('.*')).map(({ group, domain }) => ({ group, start: domain.slice(0, -1) }))

// `live.com` and `live.co.uk`, but not `live.example.com`: behind the name stands a country or a short second level and a country.
const isFamily = (domain: string, start: string): boolean =>
  domain.startsWith(start) && /^([a-z]{2,3}|(com?|net|org)\.[a-z]{2})$/.test(domain.slice(start.length))
