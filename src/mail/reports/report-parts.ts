import PostalMime, { decodeWords, type Attachment, type Email } from 'postal-mime'
import { decodeBytes } from './decode-bytes.ts'
import { plainHtml } from './plain-html.ts'
import { splitOriginal } from './split-original.ts'
import { unquote } from './unquote.ts'

/** A report taken apart, before anybody asks what it means. */
export type ReportParts = {
  /** The values of a header, decoded, in the order they stand. The name in lower case. */
  header: (name: string) => string[]
  /** What the report says to people. */
  said: string
  /** Parts of type message/delivery-status (RFC 3464) and message/global-delivery-status (RFC 6533). */
  statuses: string[]
  /** Parts of type message/feedback-report (RFC 5965). */
  feedback: string[]
  /** The mail that it is about: its header, sometimes its text. */
  returned: string
  /** Mails that came along as a whole: the returned one, or a report that a gateway wrapped into its own. */
  enclosed: Uint8Array[]
  /** It has a part of type message/disposition-notification (RFC 8098). */
  isReceipt: boolean
}

const LIMITS = { maxNestingDepth: 24, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true }

/** What a report says stands at its start. The limits keep every search in it short. */
const LONGEST_TEXT = 32_000
const MOST_LINES = 800
const LONGEST_HTML = 200_000

/** Takes one mail with LF newlines apart. What the parser refuses (too deep, too large a header) is read as the plain text that it also is. */
export async function openReport(lines: Uint8Array): Promise<ReportParts> {
  const mail = await PostalMime.parse(lines, LIMITS).catch(() => null)
  return mail === null ? plainParts(decodeBytes(lines)) : partsOf(mail, lines)
}

function partsOf(mail: Email, lines: Uint8Array): ReportParts {
  const attached = (type: RegExp): string[] => mail.attachments.filter((part) => type.test(part.mimeType)).map(textOf)
  const loose = attached(/^text\/(?!rfc822)/)
  const written = mail.text ?? (mail.html === undefined ? loose.join('\n') : plainHtml(mail.html.slice(0, LONGEST_HTML)))
  const text = written.trim() === '' && mail.attachments.length === 0 ? bodyOf(decodeBytes(lines)) : written
  const { said, returned } = splitOriginal(unquote(shorten(text)))
  const enclosed = attached(/^(?:message\/(?:rfc822|global|partial)|(?:text|message)\/(?:rfc822-|global-)headers)$/)
  return {
    header: (name) => mail.headers.filter((header) => header.key === name).map((header) => decodeWords(header.value)),
    said,
    statuses: attached(/^message\/(?:global-)?delivery-status$/),
    feedback: attached(/^message\/feedback-report$/),
    returned: [...enclosed, returned, ...loose].join('\n').slice(0, LONGEST_TEXT),
    enclosed: mail.attachments.filter((part) => /^message\/(?:rfc822|global)$/.test(part.mimeType)).map(bytesOf),
    isReceipt: mail.attachments.some((part) => /^message\/(?:global-)?disposition-notification$/.test(part.mimeType)),
  }
}

function plainParts(text: string): ReportParts {
  const head = text.slice(0, text.indexOf('\n\n') + 1).slice(0, LONGEST_TEXT)
  const fields = head.replace(/\n[ \t]+/g, ' ').split('\n')
  const { said, returned } = splitOriginal(unquote(shorten(bodyOf(text))))
  return {
    header: (name) =>
      fields.filter((field) => field.toLowerCase().startsWith(`${name}:`)).map((field) => decodeWords(field.slice(name.length + 1).trim())),
    said,
    statuses: [],
    feedback: [],
    returned,
    enclosed: [],
    isReceipt: false,
  }
}

/** The start of a text, with never more than one empty line in a row. */
const shorten = (text: string): string =>
  text
    .slice(0, 4 * LONGEST_TEXT)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
    .slice(0, MOST_LINES)
    .join('\n')
    .slice(0, LONGEST_TEXT)

function bodyOf(text: string): string {
  const end = text.indexOf('\n\n')
  return end < 0 ? text : text.slice(end + 2)
}

const textOf = (part: Attachment): string => decodeBytes(bytesOf(part)).slice(0, LONGEST_TEXT)

const bytesOf = ({ content }: Attachment): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content))
