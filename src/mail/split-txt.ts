/** Splits the value of a TXT record into strings of at most 255 octets, as the DNS stores them (RFC 1035 §3.3.14; RFC 6376 §3.6.2.2). */
export function splitTxt(value: string): string[] {
  return value.match(/.{1,255}/gs) ?? ['']
}
