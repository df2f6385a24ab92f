/** One header field of ours. Names are written down in code; values come without line breaks. */
export type Header = readonly [name: string, value: string]

const FOLD_AT = 76
// What must never stand in a value: it would end the field and begin another (RFC 5322 §2.2).
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// Words of which none is too long for a line, with single blanks between them: a line break may stand at each.
const FOLDABLE = /^[!-~]{1,60}( [!-~]{1,60})*$/

/** Writes a field, folded at blanks. Here and below, text with a line break or control character is refused, not cleaned. */
export function writeHeader([name, value]: Header): string {
  refuseControls(value)
  let lines = `${name}:`
  let column = lines.length
  for (const word of value.split(' ')) {
    const isFolded = column + 1 + word.length > FOLD_AT
    lines += isFolded ? `\r\n ${word}` : ` ${word}`
    column = (isFolded ? 1 : column + 1) + word.length
  }
  return `${lines}\r\n`
}

/** Free text as a header value: as it is when plain ASCII, else encoded words (RFC 2047), each at most 75 characters and whole. */
export function encodeText(text: string): string {
  return isPlain(text) ? text : encodeWords(text)
}

/** A display name or a list's name: quoted when plain ASCII, encoded when not (RFC 5322 §3.2.4, RFC 2047 §5). */
export function encodePhrase(text: string): string {
  return isPlain(text) ? `"${text.replace(/(["\\])/g, '\\$1')}"` : encodeWords(text)
}

export function encodeMailbox({ name, address }: { name: string; address: string }): string {
  return name === '' ? `<${address}>` : `${encodePhrase(name)} <${address}>`
}

function refuseControls(value: string): void {
  if (FORBIDDEN.test(value)) throw new Error(`A line break or control character stands in the header value ${JSON.stringify(value)}`)
}

const isPlain = (text: string): boolean => text === '' || (FOLDABLE.test(text) && !text.includes('=?'))

// 39 bytes are 52 characters of base64: the first word fits beside the name of its field.
const WORD_BYTES = 39

function encodeWords(text: string): string {
  refuseControls(text)
  return chunksOf(text, WORD_BYTES)
    .map((chunk) => `=?utf-8?B?${Buffer.from(chunk, 'utf8').toString('base64')}?=`)
    .join(' ')
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

// Cut between graphemes, so that every encoded word shows whole characters even where the next one is lost.
function chunksOf(text: string, mostBytes: number): string[] {
  const chunks = ['']
  for (const { segment } of graphemes.segment(text)) {
    for (const piece of Buffer.byteLength(segment) > mostBytes ? segment : [segment]) {
      const last = chunks.at(-1) ?? ''
      if (Buffer.byteLength(last + piece) > mostBytes) chunks.push(piece)
      else chunks[chunks.length - 1] = last + piece
    }
  }
  return chunks
}
