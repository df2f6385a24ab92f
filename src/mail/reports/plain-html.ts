const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const BREAKS = /^\/?(?:br|p|div|tr|li|h[1-6]|table|td|hr|pre)\b/i
const HIDDEN = /^(?:style|script|head|title)\b/i

/**
 * The words of an HTML page, a line per block: enough to find addresses and sentences in a report that has no plain text. One pass from
 * left to right, since a page of a million `<` must not take longer than another.
 */
export function plainHtml(html: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    pieces.push(html.slice(at, open < 0 ? html.length : open))
    if (open < 0) break
    const end = endOf(html, open)
    if (end < 0) break
    if (BREAKS.test(html.slice(open + 1, open + 12))) pieces.push('\n')
    at = end
  }
  return decodeEntities(pieces.join(' '))
}

/** Where the text goes on after the tag, comment or hidden element that starts here; -1 when it never ends. */
function endOf(html: string, open: number): number {
  const name = HIDDEN.exec(html.slice(open + 1, open + 10))?.[0]
  const closing = html.startsWith('<!--', open) ? '-->' : name === undefined ? '>' : `</${name.toLowerCase()}`
  const found = html.indexOf(closing, open + 1)
  if (found < 0 || name === undefined) return found < 0 ? -1 : found + closing.length
  const end = html.indexOf('>', found)
  return end < 0 ? -1 : end + 1
}

const decodeEntities = (text: string): string =>
  text
    .replace(/&#(\d{1,7});/g, (_, code: string) => characterOf(Number(code)))
    .replace(/&([a-z]{2,6});/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)

const characterOf = (code: number): string => (code > 31 && code < 0x110000 ? String.fromCodePoint(code) : ' ')
