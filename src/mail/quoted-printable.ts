/**
 * Quoted-printable (RFC 2045 §6.7) in a form that needs no canonicalisation: no tabs, no doubled or trailing blanks, so that DKIM's
 * relaxed body (RFC 6376 §3.4.4) is the body as it stands. Every encoded text ends at the end of a line, hard where the text does and
 * soft otherwise, so encoded texts can be joined in any order.
 */
export function encodeQuotedPrintable(text: string): Buffer {
  const lines = text.split('\n')
  const last = lines.length - 1
  let out = ''
  for (const [index, line] of lines.entries()) {
    if (index < last) out += `${encodeLine(line)}\r\n`
    else if (line !== '') out += `${encodeLine(line)}=\r\n`
  }
  return Buffer.from(out, 'latin1')
}

const MOST = 75

function encodeLine(line: string): string {
  let out = ''
  let column = 0
  for (const unit of unitsOf(line)) {
    if (column + unit.length > MOST) {
      out += '=\r\n'
      column = 0
    }
    // At the start of an encoded line: a dot would be stuffed (RFC 5321 §4.5.2), "From " marked by mbox stores (RFC 4155).
    const safe = column === 0 && (unit === '.' || unit === 'F') ? hex(unit.charCodeAt(0)) : unit
    out += safe
    column += safe.length
  }
  return out
}

/** One encoded unit per byte; a blank is written out when a blank or the end of the line follows. */
function* unitsOf(line: string): Generator<string> {
  const bytes = Buffer.from(line, 'utf8')
  for (const [index, byte] of bytes.entries()) {
    if (byte === 32) yield index + 1 === bytes.length || bytes[index + 1] === 32 || index === 0 ? '=20' : ' '
    else yield isPlain(byte) ? String.fromCharCode(byte) : hex(byte)
  }
}

const isPlain = (byte: number): boolean => byte > 32 && byte < 127 && byte !== 61

const hex = (byte: number): string => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
