/** A media type with its parameters, both names in lower case. */
export type ContentType = { type: string; parameters: Map<string, string> }

const PARAMETER = /;\s*([^=;\s]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)/g

/** `text/plain; charset=utf-8`; a part that names none is plain text (RFC 2045 §5.2). */
export function readContentType(value = 'text/plain; charset=us-ascii'): ContentType {
  const type = (value.split(';')[0] ?? '').trim().toLowerCase()
  const parameters = new Map<string, string>()
  for (const [, name = '', written = ''] of value.matchAll(PARAMETER)) parameters.set(name.toLowerCase(), unquote(written))
  return { type, parameters }
}

const unquote = (written: string): string => (written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written)
