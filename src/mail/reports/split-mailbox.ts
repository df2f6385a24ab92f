const LF = 10
const CAPITAL_F = 70

// RFC 4155: `From MAILER-DAEMON  Thu Apr 29 23:34:45 2015`, and below it a header. Not all programs put an empty line before it.
const ENVELOPE = /^From \S{0,200} .{0,60}\d{4}\s*\n[A-Za-z][\w-]*:/

const MOST_MAILS = 50

/** A file may be a mailbox of several reports. Gives each of them without its `From ` line; any other file as it is. */
export function splitMailbox(lines: Uint8Array): Uint8Array[] {
  const start = lines.findIndex((byte) => byte !== LF)
  if (start < 0 || !isEnvelope(lines, start)) return [lines]
  const starts = [start, ...envelopesAfter(lines, start)]
  return starts.map((from, index) => lines.subarray(lines.indexOf(LF, from) + 1, starts[index + 1] ?? lines.length))
}

function envelopesAfter(lines: Uint8Array, start: number): number[] {
  const found: number[] = []
  for (let at = lines.indexOf(LF, start); at >= 0 && found.length < MOST_MAILS; at = lines.indexOf(LF, at + 1)) {
    if (lines[at + 1] === CAPITAL_F && isEnvelope(lines, at + 1)) found.push(at + 1)
  }
  return found
}

function isEnvelope(lines: Uint8Array, at: number): boolean {
  return ENVELOPE.test(new TextDecoder('latin1').decode(lines.subarray(at, at + 400)))
}
