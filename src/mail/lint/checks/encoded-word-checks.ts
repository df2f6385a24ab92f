import { saying, type Saying } from '../../../domain/saying.ts'
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
  if (PLAIN.test(name)) return faultIf(words.length > 0, saying('lint.not-plain-ascii', { name }), name)
  return [
    ...words.flatMap((word) => wordFaults(word, value).map((message) => ({ message, where: name }))),
    ...(PHRASES.test(name) ? phraseFaults(field, words) : []),
    ...(SUBJECT.test(name) ? faultIf(/[\x80-\xff]/.test(value), saying('lint.subject-raw-octets'), name) : []),
    ...(SUBJECT.test(name) || PHRASES.test(name) ? brokenFaults(field) : []),
    ...faultIf(
      field.lines.some((line) => line.length > 76 && findEncodedWords(line).length > 0),
      saying('lint.encoded-line-long'),
      name,
    ),
  ]
}

function wordFaults({ whole, charset, decoded, start }: EncodedWord, value: string): Saying[] {
  const shown = whole.length > 40 ? `${whole.slice(0, 40)}…` : whole
  const isGlued = /[^\s(]$/.test(value.slice(Math.max(0, start - 1), start)) || /^[^\s),]/.test(value.charAt(start + whole.length))
  return [
    ...(charset.toLowerCase() === 'utf-8' ? [] : [saying('lint.encoded-charset', { word: shown, charset })]),
    ...(whole.length <= 75 ? [] : [saying('lint.encoded-long', { word: shown, count: whole.length })]),
    ...(decoded === undefined ? [saying('lint.encoded-split', { word: shown })] : []),
    ...(isGlued ? [saying('lint.encoded-touches', { word: shown })] : []),
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
    ...faultIf(findEncodedWords(inside('quoted')).length > 0, saying('lint.encoded-in-quotes'), name),
    ...faultIf(findEncodedWords(inside('angled')).length > 0, saying('lint.encoded-in-address'), name),
    ...faultIf(
      words.some(({ encoding, content }) => encoding === 'Q' && /[^\w!*+\-/=]/.test(content)),
      saying('lint.encoded-name-signs'),
      name,
    ),
    ...faultIf(tokens.some(({ kind }) => kind === 'angled') && /[\x80-\xff]/.test(named), saying('lint.name-raw-octets', { name }), name),
  ]
}

// "=?" opens a word that never became one: the reader would see the raw signs.
const brokenFaults = ({ name, value }: HeaderField): Fault[] =>
  faultIf(withoutEncodedWords(value).includes('=?'), saying('lint.encoded-broken'), name)
