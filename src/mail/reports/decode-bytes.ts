const ESCAPE = 0x1b

/** Text whose character set nobody told, or told wrongly: UTF-8 if it is, Japanese if it shifts, else Western. Never throws. */
export function decodeBytes(bytes: Uint8Array): string {
  if (bytes.includes(ESCAPE)) return new TextDecoder('iso-2022-jp').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
