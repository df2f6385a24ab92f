/**
 * The network that an address belongs to, as far as one household or company reaches: the first 24 bits of IPv4, the first 64 of IPv6.
 *
 *     203.0.113.7, ::ffff:203.0.113.7  →  203.0.113.0/24        2001:db8::1  →  2001:db8:0:0::/64
 */
export function networkGroup(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)
  if (four) return `${four[1] ?? ''}.0/24`
  const [plain = ''] = address.toLowerCase().split('%')
  return /^[0-9a-f:]+$/.test(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : 'unknown'
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const [before, after] = [head, tail ?? ''].map((side) => (side === '' ? [] : side.split(':')))
  const missing = tail === undefined ? 0 : Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0))
  return [...(before ?? []), ...Array<string>(missing).fill('0'), ...(after ?? [])].map((group) => group.replace(/^0+(?=.)/, ''))
}
