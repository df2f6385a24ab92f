/**
 * Text from outside, made safe to print in one line: a title, a name, a subject. Gives back NFC without controls, bidi overrides, soft
 * hyphens and other invisible marks (UTS 39, UAX 9), with single blanks, trimmed. Cleaning twice changes nothing more.
 *
 *     cleanText('Vote\u202E on\r\nBcc: x')  →  'Vote on Bcc: x'
 */
export const cleanText = (text: string): string => stripHidden(text.replaceAll(LINE_BREAK, ' ')).replaceAll(/\s+/g, ' ').trim()

/** The same for text of several lines, such as Markdown: every line break becomes `\n`, blanks and tabs stay as they are. */
export const cleanLines = (text: string): string => text.split(LINE_BREAK).map(stripHidden).join('\n')

const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g

// Taking one character away can bring two others together, so it is done until nothing changes.
function stripHidden(text: string): string {
  const once = text
    .normalize('NFC')
    .replaceAll(HIDDEN, '')
    .replaceAll(TAG, '$1')
    .replaceAll(JOINER, '$1')
    .replaceAll(ACCENTS, '$1')
    .replaceAll(MARKS, '$1')
  return once === text ? once : stripHidden(once)
}

/**
 * Controls but the tab, lone surrogates, noncharacters, soft hyphen, Arabic letter mark, zero-width space, directional marks,
 * embeddings and isolates, invisible operators, the byte order mark, annotations, and the Hangul fillers that look like nothing.
 */
const HIDDEN =
  /[[\p{Cc}--\t]\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFC]/gv

/** Tag characters spell invisible text; kept are only the flags of England, Scotland and Wales: a black flag, gbeng, gbsct or gbwls, end. */
const TAG =
  /(\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F})|[\u{E0000}-\u{E007F}]/gu

/**
 * ZWNJ and ZWJ are spelling inside a word (Persian می‌خواهم, Bengali র‍্যাব), after a virama (Malayalam ന്‍), and between emoji (a family).
 * Anywhere else they only hide.
 */
const JOINER =
  /((?<=\p{L})[\u200C\u200D](?=[\p{L}\p{M}])|(?<=\p{M})[\u200C\u200D](?=\p{L})|(?<=[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA])\u200D(?![\p{M}\u200C\u200D])|(?<=[\p{ExtPict}\p{EMod}\p{M}])\u200D(?=\p{ExtPict}))|[\u200C\u200D]/gv

/** Accents that any script may wear: Vietnamese and Arabic need two or three on a letter; more than four are a prank that overlaps other lines. */
const ACCENTS = /([\p{M}&&\p{Script=Inherited}]{4})[\p{M}&&\p{Script=Inherited}]+/gv

/** Marks of one script: Burmese, Hebrew with cantillation and Tibetan stacks come to seven or eight. */
const MARKS = /(\p{M}{8})\p{M}+/gu
