/** An address as it stands in running text: a quoted or a plain local part, a domain with at least one dot. No repeats inside repeats. */
export const ADDRESS =
  /(?:"[^"\s]{1,64}"|[^\s<>()",;:'[\]|*`«»「」（）、，：。]{1,64})@[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u

/** Reads the address of a field such as `rfc822; <kijitora@example.org>` or `utf-8;伟@例子.cn`; null when there is none. */
export function readAddress(value: string): string | null {
  const plain = value.replace(/^[\w-]{1,20}\s*;/, '').replace(/\\x\{([0-9a-f]{1,6})\}/gi, (whole, code: string) => fromHex(whole, code))
  const found = ADDRESS.exec(plain)
  if (found) return bare(found[0])
  // Inside a company a domain may be a single word: neko@mailhub0.
  return /[^\s<>()",;:]{1,64}@[\p{L}\p{N}-]{1,63}/u.exec(plain)?.[0] ?? null
}

// RFC 6533 §3: unicode-xtext writes 伟 as \x{4F1F}.
function fromHex(whole: string, code: string): string {
  const point = Number.parseInt(code, 16)
  return point > 0x1f && point < 0x110000 ? String.fromCodePoint(point) : whole
}

const EVERY = new RegExp(ADDRESS.source, 'gu')

/** All addresses of a text, each once, in order. */
export function listAddresses(text: string): string[] {
  return distinctAddresses([...text.matchAll(EVERY)].map(([address]) => bare(address)))
}

export const distinctAddresses = (addresses: string[]): string[] => [
  ...new Map(addresses.map((each) => [each.toLowerCase(), each])).values(),
]

// `to=<…>` and `mailto:` belong to the sentence around it.
const bare = (address: string): string => address.replace(/^(?:mailto:|(?:to|rcpt|for|recipient|addr)=)/i, '').replace(/^[.\-=]+/, '')

export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
