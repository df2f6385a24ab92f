import { saying } from '../../../domain/saying.ts'
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
  if (type === 'text/plain') return faultIf(format === 'html', saying('lint.no-html-wanted'), 'Content-Type')
  if (type === 'text/html') return [{ message: saying('lint.no-text'), where: 'Content-Type' }]
  if (type !== 'multipart/alternative')
    return [{ message: saying('lint.not-multipart', { type: type.slice(0, 60) }), where: 'Content-Type' }]
  const isOpenEnded = root.pieces !== undefined && !root.pieces.isClosed
  return [...alternativeFaults(root.children.map(({ content }) => content.type)), ...faultIf(isOpenEnded, saying('lint.boundary-last'))]
}

function alternativeFaults(types: string[]): Fault[] {
  const [text, html] = [types.indexOf('text/plain'), types.indexOf('text/html')]
  const others = types.filter((type) => type !== 'text/plain' && type !== 'text/html')
  return [
    ...faultIf(text < 0, saying('lint.no-text-first')),
    ...faultIf(html < 0, saying('lint.no-html-last')),
    ...faultIf(text >= 0 && html >= 0 && html < text, saying('lint.html-first')),
    ...faultIf(others.length > 0, saying('lint.other-part', { type: others[0]?.slice(0, 60) ?? '' })),
    ...faultIf(types.length > 2 && others.length === 0, saying('lint.parts-many', { count: types.length })),
  ]
}

const charsetFaults = ({ text, html }: Message): Fault[] => [text, html].flatMap((part) => (part ? partCharsetFaults(part) : []))

function partCharsetFaults({ part, isUtf8 }: DecodedText): Fault[] {
  const charset = part.content.parameters.get('charset')?.toLowerCase()
  const named = charset === undefined ? saying('lint.charset-none') : saying('lint.charset-other', { charset })
  return [
    ...faultIf(charset !== 'utf-8', saying('lint.part-charset', { type: part.content.type, named }), part.place),
    ...faultIf(!isUtf8, saying('lint.part-not-utf8', { type: part.content.type }), part.place),
  ]
}

function boundaryFaults(part: MimePart): Fault[] {
  if (!part.content.type.startsWith('multipart/')) return []
  const boundary = part.content.parameters.get('boundary')
  if (!boundary) return [{ message: saying('lint.no-boundary'), where: part.place }]
  const isInside = part.children.some(({ body }) => body.includes(`--${boundary}`))
  return [
    ...faultIf(
      boundary.length > LONGEST_BOUNDARY,
      saying('lint.boundary-long', { count: boundary.length, most: LONGEST_BOUNDARY }),
      part.place,
    ),
    ...faultIf(!BOUNDARY.test(boundary), saying('lint.boundary-signs'), part.place),
    ...faultIf(boundary.endsWith(' '), saying('lint.boundary-blank'), part.place),
    ...faultIf(isInside, saying('lint.boundary-inside'), part.place),
    ...part.children.flatMap(boundaryFaults),
  ]
}
