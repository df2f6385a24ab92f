import { textWidth } from './text-width.ts'

/** What stays together on a line. `blanks` stand before it and go when the line breaks there, which is good where `mayBreak` is true. */
export type Piece = { text: string; blanks: string; width: number; mayBreak: boolean; isUrl: boolean }

/**
 * Takes a line apart at the places where it can be broken: after blanks; between any two Chinese or Japanese characters, but not before
 * 。or 」 nor after 「 (JIS X 4051, UAX 14); between the words of Thai, Lao, Khmer and Burmese, which have no blanks; and, with
 * `mayBreak` false, between the characters of a word, for words longer than a line. An address such as `https://…` is one piece.
 */
export function* breakPieces(line: string): Generator<Piece> {
  let before = ''
  for (const [, blanks = '', chunk = ''] of line.matchAll(/( *)([^ ]+)/g)) {
    const mayBreak = !LONE_CLOSER.test(chunk) && !LONE_OPENER.test(before)
    const [first, ...rest] = piecesOfChunk(chunk)
    // The blanks that a line begins with belong to it.
    if (first && before === '') yield { ...first, text: blanks + first.text, width: blanks.length + first.width }
    else if (first) yield { ...first, blanks, mayBreak }
    yield* rest
    before = chunk
  }
}

function piecesOfChunk(chunk: string): Piece[] {
  const wordStarts = UNSPACED.test(chunk) ? startsOf(words, chunk) : new Set<number>()
  let [before, at] = ['', 0]
  return atomsOf(chunk).map(({ text, isUrl }) => {
    const mayBreak = wordStarts.has(at) ? isBetweenWords(before, text) : mayBreakBetween(before, text)
    before = text
    at += text.length
    return { text, blanks: '', width: textWidth(text), mayBreak, isUrl }
  })
}

const atomsOf = (chunk: string): { text: string; isUrl: boolean }[] =>
  chunk.split(URL).flatMap((text, index) => (index % 2 === 1 ? [{ text, isUrl: true }] : graphemesOf(text)))

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const words = new Intl.Segmenter('und', { granularity: 'word' })

const graphemesOf = (text: string): { text: string; isUrl: boolean }[] =>
  [...graphemes.segment(text)].map(({ segment }) => ({ text: segment, isUrl: false }))

const startsOf = (segmenter: Intl.Segmenter, text: string): Set<number> => new Set([...segmenter.segment(text)].map(({ index }) => index))

function mayBreakBetween(before: string, after: string): boolean {
  if (before === '' || NEVER_FIRST.test(after) || NEVER_LAST.test(before)) return false
  return BREAKABLE.test(before) || BREAKABLE.test(after)
}

const isBetweenWords = (before: string, after: string): boolean =>
  (UNSPACED.test(before) && UNSPACED.test(after)) || mayBreakBetween(before, after)

/** It ends at a blank or at Chinese and Japanese punctuation. */
const URL = /((?:https?:\/\/|mailto:|www\.)[^\s、。，；：！？「」『』（）《》〈〉【】“”]+)/i

const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

const BREAKABLE =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Yiii}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF65\uFFE0-\uFFE6]/u

/** Closing marks, small kana, marks of repetition and length, units; and no-break blanks and straight quotes, which close or open. */
const NEVER_FIRST =
  /^[\p{Pe}\p{Pf}、。，．・：；！？…‥—–～〜゛゜ヽヾゝゞ々〻ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ｡､･ｰﾞﾟｧ-ｯ％‰℃°,.!?:;%"'’”/\u00A0\u202F]/u

const NEVER_LAST = /[\p{Ps}\p{Pi}￥＄￡¥$£€№＃#"'\u00A0\u202F]$/u

/** Punctuation that stands alone between blanks, as the French do before `!` and `»` and after `«`. */
const LONE_CLOSER = /^[!?:;%»…,.)\]}]+$/
const LONE_OPENER = /^[«([{¿¡]+$/
