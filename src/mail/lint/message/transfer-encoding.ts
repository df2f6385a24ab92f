/** Decodes a body whose lines end in \n, one character per octet. Lenient: faults are for the checks to find (RFC 2045 §6). */
export function decodeTransferEncoding(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  return Buffer.from(encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body, 'latin1')
}

const decodeQuotedPrintable = (body: string): string =>
  body.replace(/=[ \t]*\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
