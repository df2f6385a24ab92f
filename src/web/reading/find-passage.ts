import { hitsIn } from '../../domain/search-words.ts'

/** A piece of a passage; hits are what was searched for. */
export type PassagePiece = { text: string; isHit: boolean }

const BEFORE = 60
const LENGTH = 220
const LONGEST = 100_000

/** Some words of a Markdown text around the first that was searched for; undefined where none of them stands in it. */
export function findPassage(markdown: string, search: string): PassagePiece[] | undefined {
  const text = withoutMarks(markdown.slice(0, LONGEST))
  const hits = hitsIn(text, search)
  const [first] = hits
  if (!first) return undefined
  const start = first.start <= BEFORE ? 0 : wordStart(text, first.start - BEFORE)
  const end = text.length <= start + LENGTH ? text.length : wordEnd(text, start + LENGTH)
  const pieces: PassagePiece[] = start > 0 ? [{ text: '… ', isHit: false }] : []
  let at = start
  for (const hit of hits.filter((each) => each.end <= end)) {
    pieces.push({ text: text.slice(at, hit.start), isHit: false }, { text: text.slice(hit.start, hit.end), isHit: true })
    at = hit.end
  }
  pieces.push({ text: text.slice(at, end) + (end < text.length ? ' …' : ''), isHit: false })
  return pieces.filter((piece) => piece.text !== '')
}

const withoutMarks = (markdown: string): string =>
  markdown
    .replaceAll(/!?\[([^\]]{0,500})\]\([^)\s]{0,2000}\)/g, '$1')
    .replaceAll(/^[ \t]{0,3}(?:#{1,6}|[-*+>|]|\d{1,3}\.)[ \t]+/gm, '')
    .replaceAll(/[*_`|]{1,3}|^[-=:| ]{3,}$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Where the next word begins; text without blanks is cut where it is. */
function wordStart(text: string, from: number): number {
  const blank = text.slice(from, from + 20).indexOf(' ')
  return blank < 0 ? whole(text, from) : from + blank + 1
}

function wordEnd(text: string, from: number): number {
  const blank = text.slice(from - 20, from).lastIndexOf(' ')
  return blank < 0 ? whole(text, from) : from - 20 + blank
}

/** Not between the halves of a character. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at)
