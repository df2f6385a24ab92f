/** A piece `=?charset?encoding?text?=` of a header value (RFC 2047 §2). */
export type EncodedWord = {
  whole: string
  charset: string
  encoding: 'B' | 'Q'
  content: string
  start: number
  /** Undefined when the word does not decode alone. */
  decoded: string | undefined
}

const WORD = /=\?([^?\s]*)\?([bq])\?([^?\s]*)\?=/gi

export function findEncodedWords(value: string): EncodedWord[] {
  return [...value.matchAll(WORD)].map((match) => {
    const [whole, charset = '', letter = '', content = ''] = match
    const encoding = letter.toUpperCase() === 'B' ? 'B' : 'Q'
    return { whole, charset, encoding, content, start: match.index, decoded: decodeWord(charset, encoding, content) }
  })
}

export const withoutEncodedWords = (value: string): string => value.replace(WORD, '')

/** A header value as a reader sees it: words decoded, blanks between two words dropped (RFC 2047 §6.2), raw octets taken as UTF-8. */
export function decodeHeaderValue(value: string): string {
  let shown = ''
  let end = 0
  for (const word of findEncodedWords(value)) {
    const between = value.slice(end, word.start)
    if (end === 0 || between.trim() !== '') shown += fromUtf8(between)
    shown += word.decoded ?? word.whole
    end = word.start + word.whole.length
  }
  return shown + fromUtf8(value.slice(end))
}

/** Takes one character per octet. */
export const fromUtf8 = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8')

function decodeWord(charset: string, encoding: 'B' | 'Q', content: string): string | undefined {
  const octets = encoding === 'B' ? decodeB(content) : decodeQ(content)
  if (!octets) return undefined
  try {
    // RFC 2231 §5 lets a language follow the charset: utf-8*en.
    return new TextDecoder(charset.split('*')[0], { fatal: true, ignoreBOM: true }).decode(octets)
  } catch {
    return undefined
  }
}

const decodeB = (content: string): Buffer | undefined =>
  content.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(content) ? Buffer.from(content, 'base64') : undefined

function decodeQ(content: string): Buffer | undefined {
  if (/=(?![0-9A-Fa-f]{2})/.test(content)) return undefined
  const octets = content.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(octets, 'latin1')
}
