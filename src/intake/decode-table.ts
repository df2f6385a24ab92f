// A million addresses with a note each.
const MAX_BYTES = 200_000_000

/** The bytes of a table as text: UTF-8 with or without byte order mark, UTF-16 with one; undefined where they are anything else. */
export function decodeTable(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAX_BYTES) return undefined
  const [first, second] = bytes
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
