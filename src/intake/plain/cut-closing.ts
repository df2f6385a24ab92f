import { textWidth } from '../../domain/text-width.ts'
import { asciiDigits } from '../dates/ascii-digits.ts'
import type { Line } from './numbered-lines.ts'
import { isProse } from './prose.ts'
import { readSourcesLine } from './read-sources-line.ts'

/** A file without its last lines, and these: `Sources (3)`, perhaps the sources themselves, `Updated Feb 13, 2026`. */
export type Closing = { text: Line[]; sources?: { line: Line; count: number }; listed: Line[]; updated?: Line }

/**
 * Reads upwards from the end. The closing lines are known by their place and shape, whatever their language; where sources are listed
 * between them, the line above the list must also say "sources" in some language. Either line may come first, and the date may be missing.
 */
export function cutClosing(lines: Line[]): Closing {
  const end = lines.findLastIndex(({ text }) => text !== '') + 1
  const both = splitLine(lines[end - 1])
  if (both) return { text: lines.slice(0, end - 1), listed: [], ...both }
  const below: Line[] = []
  for (let at = end - 1; at >= 0 && below.length <= LONGEST; at--) {
    const line = lines[at]
    if (!line || line.text === '') continue
    const read = readSourcesLine(line.text)
    const isNear = below.length === 0 || (below.length === 1 && isNextTo(line, below[0]))
    const sorted = read && (read.isNamed || isNear) ? sort(below, read.count) : undefined
    if (read && sorted)
      return withDateAbove({ ...sorted, text: lines.slice(0, at), sources: { line, count: read.count ?? sorted.listed.length } })
    below.unshift(line)
  }
  return withDateAbove({ text: lines.slice(0, end), listed: [] })
}

/** `Sources (3) · Updated Feb 13, 2026` on one line. */
function splitLine(line: Line | undefined): Pick<Closing, 'sources' | 'updated'> | undefined {
  const match = line && line.text.length < 160 ? /^([^()（）]+[(（][^()（）]+[)）])(?:\s*[\p{P}|])?\s*(.+)$/u.exec(line.text) : null
  const [, first = '', second = ''] = match ?? []
  const { count, isNamed } = readSourcesLine(first) ?? { count: undefined, isNamed: false }
  return line && isNamed && count !== undefined && looksLikeDate(second)
    ? { sources: { line, count }, updated: { ...line, text: second } }
    : undefined
}

const LONGEST = 200

// What a language that is not known here calls its sources must stand close to something that is known.
const isNextTo = (line: Line, below: Line | undefined): boolean =>
  below !== undefined && below.number - line.number <= (looksLikeDate(below.text) ? 4 : 1)

/** What stands below the line of the sources: the date, and what is listed. Undefined if it is something else: then the line was none. */
function sort(below: Line[], count: number | undefined): { listed: Line[]; updated?: Line } | undefined {
  const updated = below.find((line, index) => (index === 0 || index === below.length - 1) && looksLikeDate(line.text))
  const listed = below.filter((line) => line !== updated)
  const [only, ...more] = listed
  // A date that nobody can read is still in the place of a date: better to name it than to take it for a source.
  if (!updated && only && more.length === 0 && count !== undefined && count !== 1 && !isItem(only)) return { listed: [], updated: only }
  const fits = listed.every(isItem) ? count !== undefined || listed.length > 0 : listed.length === count
  return fits ? { listed, ...(updated && { updated }) } : undefined
}

/** The date in front of the sources, or alone as the last line. */
function withDateAbove(closing: Closing): Closing {
  const at = closing.text.findLastIndex(({ text }) => text !== '')
  const line = closing.text[at]
  const isNear = !closing.sources || closing.sources.line.number === (line?.number ?? 0) + 1
  if (closing.updated || !line || !isNear || !looksLikeDate(line.text)) return closing
  return { ...closing, text: closing.text.slice(0, at), updated: line }
}

const isItem = ({ text }: Line): boolean => /^(?:[•‣●○◦▪·・]|[-–*] |\p{Nd}{1,3}[.)、．] ?)|https?:\/\//iu.test(text)

function looksLikeDate(text: string): boolean {
  if (text.length > 120 || textWidth(text) > 80 || isItem({ number: 0, indent: 0, text }) || isProse(text)) return false
  const numbers = asciiDigits(text).match(/\d+/g) ?? []
  return numbers.some((number) => number.length === 4) && numbers.some((number) => number.length <= 2)
}
