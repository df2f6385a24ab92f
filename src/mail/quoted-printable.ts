/**
 * Quoted-printable (RFC 2045 §6.7) in a form that needs no canonicalisation: no tabs, no doubled or trailing blanks, so that DKIM's
 * relaxed body (RFC 6376 §3.4.4) is the body as it stands. Every encoded text ends at the end of a line, hard where the text does and
 * soft otherwise, so encoded texts can be joined in any order.
 */
export function encodeQuotedPrintable(text: string): Buffer {
  const bytes = Buffer.from(text)
  const out = Buffer.allocUnsafe(longestOf(bytes.length))
  let end = 0
  let column = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (byte === LF) {
      end = writeLineEnd(out, end)
      column = 0
      continue
    }
    const isPlain = PLAIN[byte] === 1 || (byte === BLANK && isFollowed(bytes[index + 1]))
    if (column + (isPlain ? 1 : 3) > MOST) {
      end = writeSoftBreak(out, end)
      column = 0
    }
    const from = end
    // At the start of a line: a dot would be stuffed (RFC 5321 §4.5.2), "From " marked by mbox stores (RFC 4155).
    end = isPlain && !(column === 0 && (byte === DOT || byte === F)) ? writePlain(out, end, byte) : writeHex(out, end, byte)
    column += end - from
  }
  if (column > 0) end = writeSoftBreak(out, end)
  return out.subarray(0, end)
}

/** Characters of a line before its end; a soft break adds one. */
const MOST = 75

const [LF, CR, BLANK, DOT, EQUALS, F] = [10, 13, 32, 46, 61, 70]

const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte > BLANK && byte < 127 && byte !== EQUALS))

const HEX = Buffer.from('0123456789ABCDEF')

// Every byte written out, and a soft break after each line of the shortest length, 73.
const longestOf = (bytes: number): number => bytes * 3 + (Math.ceil((bytes * 3) / 73) + 1) * 3

// A blank may stand as it is when neither another blank nor the end of its line follows.
const isFollowed = (next: number | undefined): boolean => next !== undefined && next !== BLANK && next !== LF

function writePlain(out: Buffer, at: number, byte: number): number {
  out[at] = byte
  return at + 1
}

function writeHex(out: Buffer, at: number, byte: number): number {
  out[at] = EQUALS
  out[at + 1] = HEX[byte >> 4] ?? 0
  out[at + 2] = HEX[byte & 15] ?? 0
  return at + 3
}

function writeLineEnd(out: Buffer, at: number): number {
  out[at] = CR
  out[at + 1] = LF
  return at + 2
}

function writeSoftBreak(out: Buffer, at: number): number {
  out[at] = EQUALS
  return writeLineEnd(out, at + 1)
}
