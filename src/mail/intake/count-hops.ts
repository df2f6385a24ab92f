const MOST_HEADER = 256_000

/** How many servers a mail has come through (RFC 5321 §6.3: a hundred or fewer; mail loops are noticed by them). */
export function countHops(raw: Uint8Array): number {
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MOST_HEADER)).toString('latin1')
  const header = /^[^]*?\r?\n\r?\n/.exec(text)?.[0] ?? text
  return header.match(/^Received:/gim)?.length ?? 0
}
