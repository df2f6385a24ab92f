/** Reads `v=DKIM1; k=rsa; p=…` (RFC 6376 §3.2, which DMARC uses as well). Undefined when it is no such list, or names a tag twice. */
export function readTags(text: string): Map<string, string> | undefined {
  const tags = new Map<string, string>()
  for (const piece of text.split(';')) {
    if (piece.trim() === '') continue
    const [, name = '', value = ''] = /^\s*([a-z][a-z0-9_]*)\s*=\s*(.*?)\s*$/is.exec(piece) ?? []
    if (name === '' || tags.has(name.toLowerCase())) return undefined
    tags.set(name.toLowerCase(), value)
  }
  return tags
}
