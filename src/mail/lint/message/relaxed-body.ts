/** The body in the relaxed canonical form of DKIM (RFC 6376 §3.4.4). Takes a whole message, one character per octet. */
export function relaxedBodyOf(octets: string): string {
  const end = octets.indexOf('\r\n\r\n')
  if (end < 0) return ''
  const lines = octets
    .slice(end + 4)
    .split('\r\n')
    .map(relax)
  while (lines.at(-1) === '') lines.pop()
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`
}

function relax(line: string): string {
  const single = line.replace(/[ \t]+/g, ' ')
  return single.endsWith(' ') ? single.slice(0, -1) : single
}
