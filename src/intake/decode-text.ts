import { saying, type Saying } from '../domain/saying.ts'
import type { Problem } from '../domain/briefing.ts'
import { NEWLINE } from './newline.ts'

export type Decoded = { ok: true; text: string } | { ok: false; problem: Problem }

export const MAX_BYTES = 2_000_000

/** Bytes to text: UTF-8 with or without byte order mark, UTF-16 with one. Never guesses, so that nothing garbled is ever sent. */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return refused(saying('reading.file-empty'))
  if (bytes.length > MAX_BYTES) return refused(saying('reading.file-large'))
  const encoding = encodingOf(bytes)
  if (encoding === 'utf-32') return refused(saying('reading.utf-32'))
  if (encoding === 'utf-8' && bytes.includes(0)) return binary(bytes)
  try {
    return visible(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    return undecodable(bytes, encoding)
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32'

// The mark of UTF-32 begins with that of UTF-16, so it is asked for first.
const MARKS: { encoding: Encoding; mark: number[] }[] = [
  { encoding: 'utf-32', mark: [0xff, 0xfe, 0, 0] },
  { encoding: 'utf-32', mark: [0, 0, 0xfe, 0xff] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
]

const encodingOf = (bytes: Uint8Array): Encoding =>
  MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))?.encoding ?? 'utf-8'

const visible = (text: string): Decoded => (text.trim() === '' ? refused(saying('reading.file-blank')) : { ok: true, text })

function binary(bytes: Uint8Array): Decoded {
  const line = lineAt(bytes, bytes.indexOf(0))
  return refused(saying('reading.not-text'), line)
}

function undecodable(bytes: Uint8Array, encoding: Encoding): Decoded {
  const name = encoding.toUpperCase()
  return refused(saying('reading.line-not-valid', { encoding: name }), firstBadLine(bytes, encoding))
}

// Decoding again without `fatal` puts U+FFFD where the fault is; one that was there before stands in valid bytes and ends the search too
// early, so in UTF-8, where lines can be cut at the byte 0x0A, each line is decoded on its own.
function firstBadLine(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding !== 'utf-8') {
    const text = new TextDecoder(encoding).decode(bytes)
    return text.slice(0, text.indexOf('\uFFFD')).split(NEWLINE).length
  }
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(LF, start)
    const end = newline < 0 ? bytes.length : newline + 1
    if (!isUtf8(bytes.subarray(start, end))) return lineAt(bytes, start)
    start = end
  }
  return 0
}

const LF = 0x0a

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const lineAt = (bytes: Uint8Array, position: number): number =>
  new TextDecoder('latin1').decode(bytes.subarray(0, position)).split(NEWLINE).length

const refused = (message: Saying, line = 0): Decoded => ({ ok: false, problem: { line, message } })
