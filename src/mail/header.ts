/** One header field of ours. Names are written down in code; values come without line breaks. */
export type Header = readonly [name: string, value: string]

const FOLD_AT = 76
// What must never stand in a value: it would end the field and begin another (RFC 5322 §2.2).
const FORBIDDEN = /[\u0000-\u001f\u007f\u2028\u2029]/

/** Writes a field, folded at blanks; a value with a line break or control is refused, not cleaned. */
export function writeHeader([name, value]: Header): string {
  if (FORBIDDEN.test(value)) throw new Error(`The value of ${name} holds a line break or control character`)
  const words = `${name}: ${value}`.split(' ')
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + word.length > FOLD_AT) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return `${lines.join('\r\n ')}\r\n`
}

/** Free text as a header value: as it is when plain ASCII, else encoded words (RFC 2047), each at most 75 characters and whole. */
export function encodeText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text)) return text
  return chunksOf(text, 45)
    .map((chunk) => `=?utf-8?B?${Buffer.from(chunk, 'utf8').toString('base64')}?=`)
    .join(' ')
}

/** A display name or a list's name: quoted when plain ASCII, encoded when not (RFC 5322 §3.2.4, RFC 2047 §5). */
export function encodePhrase(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?')
  return isPlain ? `"${text.replace(/(["\\])/g, '\\$1')}"` : encodeText(text)
}

export function encodeMailbox({ name, address }: { name: string; address: string }): string {
  return name === '' ? `<${address}>` : `${encodePhrase(name)} <${address}>`
}

// Cut between graphemes, so that every encoded word shows whole characters even where the next one is lost.
function chunksOf(text: string, mostBytes: number): string[] {
  const chunks = ['']
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    for (const piece of Buffer.byteLength(segment) > mostBytes ? segment : [segment]) {
      const last = chunks.at(-1) ?? ''
      if (Buffer.byteLength(last + piece) > mostBytes) chunks.push(piece)
      else chunks[chunks.length - 1] = last + piece
    }
  }
  return chunks
}
