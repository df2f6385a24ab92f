import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import type { MimePart } from '../message/mime-part.ts'
import type { DecodedText, Message } from '../message/read-message.ts'

const LONGEST_BOUNDARY = 70
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]+$/

export const multipartChecks: Check[] = [
  { id: 'A11', level: 'must', look: (message, context) => [...shapeFaults(message, context), ...charsetFaults(message)] },
  { id: 'A12', level: 'must', look: ({ root }) => boundaryFaults(root) },
]

function shapeFaults({ root }: Message, { format }: LintContext): Fault[] {
  const { type } = root.content
  if (type === 'text/plain')
    return faultIf(format === 'html', 'The message has no html part, but the reader chose html: send both parts.', 'Content-Type')
  if (type === 'text/html')
    return [{ message: 'The message has no text part: send multipart/alternative with text/plain first.', where: 'Content-Type' }]
  if (type !== 'multipart/alternative')
    return [{ message: `The message is ${type.slice(0, 60)}: send multipart/alternative.`, where: 'Content-Type' }]
  const isOpenEnded = root.pieces !== undefined && !root.pieces.isClosed
  return [
    ...alternativeFaults(root.children.map(({ content }) => content.type)),
    ...faultIf(isOpenEnded, 'The last boundary is missing, so the message looks cut off: end it with "--boundary--".'),
  ]
}

function alternativeFaults(types: string[]): Fault[] {
  const [text, html] = [types.indexOf('text/plain'), types.indexOf('text/html')]
  const others = types.filter((type) => type !== 'text/plain' && type !== 'text/html')
  return [
    ...faultIf(text < 0, 'The message has no text part: put text/plain first.'),
    ...faultIf(html < 0, 'The message has no html part: put text/html last.'),
    ...faultIf(
      text >= 0 && html >= 0 && html < text,
      'The html part stands before the text part: programs show the last one, so html comes last.',
    ),
    ...faultIf(others.length > 0, `The message holds another part (${others[0]?.slice(0, 60) ?? ''}): send text and html only.`),
    ...faultIf(types.length > 2 && others.length === 0, `The message has ${types.length} parts: send one text part and one html part.`),
  ]
}

const charsetFaults = ({ text, html }: Message): Fault[] => [text, html].flatMap((part) => (part ? partCharsetFaults(part) : []))

function partCharsetFaults({ part, isUtf8 }: DecodedText): Fault[] {
  const charset = part.content.parameters.get('charset')?.toLowerCase()
  const named = charset === undefined ? 'names no charset' : `names the charset ${charset}`
  return [
    ...faultIf(charset !== 'utf-8', `The part ${part.content.type} ${named}: write charset=utf-8.`, part.place),
    ...faultIf(!isUtf8, `The part ${part.content.type} does not decode as UTF-8: encode it again.`, part.place),
  ]
}

function boundaryFaults(part: MimePart): Fault[] {
  if (!part.content.type.startsWith('multipart/')) return []
  const boundary = part.content.parameters.get('boundary')
  if (!boundary) return [{ message: 'The multipart names no boundary: its parts cannot be told apart.', where: part.place }]
  const isInside = part.children.some(({ body }) => body.includes(`--${boundary}`))
  return [
    ...faultIf(
      boundary.length > LONGEST_BOUNDARY,
      `The boundary has ${boundary.length} characters, and ${LONGEST_BOUNDARY} is the most.`,
      part.place,
    ),
    ...faultIf(!BOUNDARY.test(boundary), "The boundary may hold only letters, digits, blanks and '()+_,-./:=?", part.place),
    ...faultIf(boundary.endsWith(' '), 'The boundary ends in a blank, which gets lost on the way: leave it out.', part.place),
    ...faultIf(isInside, 'The boundary occurs inside a part, which is cut there: choose another one.', part.place),
    ...part.children.flatMap(boundaryFaults),
  ]
}
