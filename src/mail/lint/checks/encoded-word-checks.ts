import { faultIf, type Check, type Fault } from '../check.ts'
import { findEncodedWords, withoutEncodedWords, type EncodedWord } from '../message/encoded-word.ts'
import type { HeaderField } from '../message/header-field.ts'
import { readHeaderTokens } from '../message/header-tokens.ts'
import type { Message } from '../message/read-message.ts'

const PHRASES = /^(?:from|to|cc|bcc|sender|reply-to)$/i
const SUBJECT = /^subject$/i
/** Where an encoded word is refused (Gmail: "Encoded-word syntax is not permitted in header"). */
const PLAIN =
  /^(?:date|message-id|mime-version|content-.*|list-.*|feedback-id|auto-submitted|precedence|references|in-reply-to|cfbl-address|dkim-signature)$/i

export const encodedWordChecks: Check[] = [{ id: 'A8', level: 'must', look: ({ fields }: Message) => fields.flatMap(fieldFaults) }]

function fieldFaults(field: HeaderField): Fault[] {
  const { name, value } = field
  const words = findEncodedWords(value)
  if (PLAIN.test(name)) return faultIf(words.length > 0, `${name} must be plain ASCII, without encoded words.`, name)
  return [
    ...words.flatMap((word) => wordFaults(word, value).map((message) => ({ message, where: name }))),
    ...(PHRASES.test(name) ? phraseFaults(field, words) : []),
    ...(SUBJECT.test(name)
      ? faultIf(/[\x80-\xff]/.test(value), 'Subject holds raw octets beyond ASCII: write them as encoded words.', name)
      : []),
    ...(SUBJECT.test(name) || PHRASES.test(name) ? brokenFaults(field) : []),
    ...faultIf(
      field.lines.some((line) => line.length > 76 && findEncodedWords(line).length > 0),
      'A line with an encoded word is longer than 76 characters: put the next word on a line of its own.',
      name,
    ),
  ]
}

function wordFaults({ whole, charset, decoded, start }: EncodedWord, value: string): string[] {
  const shown = whole.length > 40 ? `${whole.slice(0, 40)}…` : whole
  const isGlued = /[^\s(]$/.test(value.slice(Math.max(0, start - 1), start)) || /^[^\s),]/.test(value.charAt(start + whole.length))
  return [
    ...(charset.toLowerCase() === 'utf-8' ? [] : [`The encoded word ${shown} is in ${charset}: use utf-8.`]),
    ...(whole.length <= 75
      ? []
      : [`The encoded word ${shown} has ${whole.length} characters, and 75 is the most: split it between characters.`]),
    ...(decoded === undefined ? [`The encoded word ${shown} does not decode by itself: never split a character between two words.`] : []),
    ...(isGlued ? [`The encoded word ${shown} touches other text: put a blank between them.`] : []),
  ]
}

function phraseFaults({ name, value }: HeaderField, words: EncodedWord[]): Fault[] {
  const tokens = readHeaderTokens(value)
  const inside = (kind: string): string =>
    tokens
      .filter((token) => token.kind === kind)
      .map(({ text }) => text)
      .join(' ')
  const named = [inside('words'), inside('quoted'), inside('comment')].join(' ')
  return [
    ...faultIf(
      findEncodedWords(inside('quoted')).length > 0,
      'An encoded word stands inside quotes, where it is not decoded: leave the quotes out.',
      name,
    ),
    ...faultIf(
      findEncodedWords(inside('angled')).length > 0,
      'An encoded word stands inside the address: addresses are never encoded that way.',
      name,
    ),
    ...faultIf(
      words.some(({ encoding, content }) => encoding === 'Q' && /[^\w!*+\-/=]/.test(content)),
      'An encoded word of a name may hold only letters, digits and !*+-/=_ as they are: encode the rest.',
      name,
    ),
    ...faultIf(
      tokens.some(({ kind }) => kind === 'angled') && /[\x80-\xff]/.test(named),
      `The name in ${name} holds raw octets beyond ASCII: write it as encoded words.`,
      name,
    ),
  ]
}

// "=?" opens a word that never became one: the reader would see the raw signs.
const brokenFaults = ({ name, value }: HeaderField): Fault[] =>
  faultIf(
    withoutEncodedWords(value).includes('=?'),
    'Something begins like an encoded word and is none: the reader would see "=?". Encode the value again.',
    name,
  )
