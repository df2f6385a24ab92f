import { readContentType, type ContentType } from './content-type.ts'
import { fieldsNamed, readHeaderBlock, type HeaderField } from './header-field.ts'
import { splitAtBoundary, type Pieces } from './multipart.ts'

/** A part of a message, or the whole of it. Bodies hold one character per octet and \n at the line ends. */
export type MimePart = {
  /** `part 2`, `part 1.2`; the message itself is `body`. */
  place: string
  content: ContentType
  /** In lower case; `7bit` where none is named. */
  encoding: string
  body: string
  /** Only for a multipart: how it is cut. Undefined without a boundary. */
  pieces?: Pieces | undefined
  children: MimePart[]
}

// Nobody nests deeper for a reason, and each level is read once more.
const DEEPEST = 8

export function readMimePart(fields: HeaderField[], body: string, place = 'body'): MimePart {
  const content = readContentType(fieldsNamed(fields, 'Content-Type')[0]?.value)
  const encoding = (fieldsNamed(fields, 'Content-Transfer-Encoding')[0]?.value ?? '7bit').toLowerCase()
  const part: MimePart = { place, content, encoding, body, children: [] }
  if (!content.type.startsWith('multipart/')) return part
  const boundary = content.parameters.get('boundary')
  if (!boundary || place.split('.').length > DEEPEST) return part
  const pieces = splitAtBoundary(body, boundary)
  const prefix = place === 'body' ? 'part ' : `${place}.`
  return { ...part, pieces, children: pieces.parts.map((piece, index) => readPiece(piece, `${prefix}${index + 1}`)) }
}

/** The parts that hold content, in the order in which they stand. */
export const leavesOf = (part: MimePart): MimePart[] =>
  part.content.type.startsWith('multipart/') ? part.children.flatMap(leavesOf) : [part]

function readPiece(piece: string, place: string): MimePart {
  if (piece.startsWith('\n')) return readMimePart([], piece.slice(1), place)
  const end = piece.indexOf('\n\n')
  const { fields } = readHeaderBlock(end < 0 ? piece : piece.slice(0, end))
  return readMimePart(fields, end < 0 ? '' : piece.slice(end + 2), place)
}
