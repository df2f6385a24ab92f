import { readPage, type Page } from '../page/read-page.ts'
import { fieldsNamed, readHeaderBlock, type HeaderField, type StrayLine } from './header-field.ts'
import { leavesOf, readMimePart, type MimePart } from './mime-part.ts'
import { readMailboxes, type Mailbox } from './mailbox.ts'
import { decodeTransferEncoding } from './transfer-encoding.ts'

/**
 * A message as the checks see it: read by our own small reader, because a lenient parser mends the very faults that they look for.
 * `octets` is the message as it came, one character per octet.
 */
export type Message = {
  octets: string
  /** The same with \n at the line ends, as everything below. */
  plain: string
  fields: HeaderField[]
  strayLines: StrayLine[]
  root: MimePart
  leaves: MimePart[]
  text?: DecodedText
  html?: DecodedText & { page: Page }
}

/** `byteLength` is that of the whole part; `isCut` where only the beginning of it was read. */
export type DecodedText = { part: MimePart; content: string; isUtf8: boolean; isCut: boolean; byteLength: number }

// A digest has at most 100,000 bytes of html. Of what is several times larger only the beginning is judged, besides its size.
const MOST_READ = 400_000

/** Reads any bytes: what is no message comes out as one with many faults. */
export function readMessage(raw: Uint8Array): Message {
  const octets = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  const plain = octets.replace(/\r\n?/g, '\n')
  const { header, body } = splitAtEmptyLine(plain)
  const { fields, strayLines } = readHeaderBlock(header)
  const root = readMimePart(fields, body)
  const leaves = leavesOf(root)
  const text = decodeFirst(leaves, 'text/plain')
  const html = decodeFirst(leaves, 'text/html')
  return {
    octets,
    plain,
    fields,
    strayLines,
    root,
    leaves,
    ...(text && { text }),
    ...(html && { html: { ...html, page: readPage(html.content) } }),
  }
}

export const fieldsOf = (message: Message, name: string): HeaderField[] => fieldsNamed(message.fields, name)

/** The value of the first field of that name. */
export const valueOf = (message: Message, name: string): string | undefined => fieldsOf(message, name)[0]?.value

export const mailboxesOf = (message: Message, name: string): Mailbox[] => readMailboxes(valueOf(message, name) ?? '').mailboxes

function splitAtEmptyLine(plain: string): { header: string; body: string } {
  if (plain.startsWith('\n')) return { header: '', body: plain.slice(1) }
  const end = plain.indexOf('\n\n')
  return end < 0 ? { header: plain.trimEnd(), body: '' } : { header: plain.slice(0, end), body: plain.slice(end + 2) }
}

function decodeFirst(leaves: MimePart[], type: string): DecodedText | undefined {
  const part = leaves.find(({ content }) => content.type === type)
  if (!part) return undefined
  const bytes = decodeTransferEncoding(part.body, part.encoding)
  const { content, isUtf8 } = decodeCharset(bytes, part.content.parameters.get('charset'))
  return { part, content: content.slice(0, MOST_READ), isUtf8, isCut: content.length > MOST_READ, byteLength: Buffer.byteLength(content) }
}

function decodeCharset(bytes: Buffer, charset = 'utf-8'): { content: string; isUtf8: boolean } {
  try {
    return { content: new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n'), isUtf8: true }
  } catch {
    return { content: decoderFor(charset).decode(bytes).replace(/\r\n?/g, '\n'), isUtf8: false }
  }
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder('utf-8')
  }
}
