import { saying, type Saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { longLines } from '../message/long-lines.ts'
import type { MimePart } from '../message/mime-part.ts'

const LONGEST_ENCODED = 76
const LONGEST_PLAIN = 998

const BEYOND_ASCII = /[\x80-\xff]/

export const transferEncodingChecks: Check[] = [{ id: 'A13', level: 'must', look: ({ root }) => partFaults(root) }]

function partFaults(part: MimePart): Fault[] {
  const faults = part.content.type.startsWith('multipart/') ? containerFaults(part) : leafFaults(part)
  return [...faults.map((message) => ({ message, where: part.place })), ...part.children.flatMap(partFaults)]
}

function containerFaults({ encoding, pieces }: MimePart): Saying[] {
  const around = `${pieces?.preamble ?? ''}${pieces?.epilogue ?? ''}`
  return [
    ...textIf(encoding !== '7bit', saying('lint.multipart-encoding', { encoding: shorten(encoding) })),
    ...textIf(BEYOND_ASCII.test(around), saying('lint.octets-outside')),
  ]
}

function leafFaults({ encoding, body }: MimePart): Saying[] {
  if (encoding === '7bit') return plainFaults(body)
  if (encoding === 'quoted-printable') return [...lengthFaults(body), ...quotedPrintableFaults(body)]
  if (encoding === 'base64') return [...lengthFaults(body), ...base64Faults(body)]
  return [saying('lint.encoding-unusual', { encoding: shorten(encoding) })]
}

const plainFaults = (body: string): Saying[] => [
  ...textIf(BEYOND_ASCII.test(body), saying('lint.not-7bit')),
  ...textIf(longLines(body, LONGEST_PLAIN).length > 0, saying('lint.7bit-long', { most: LONGEST_PLAIN })),
]

const lengthFaults = (body: string): Saying[] =>
  textIf(longLines(body, LONGEST_ENCODED).length > 0, saying('lint.encoded-lines-long', { most: LONGEST_ENCODED }))

const quotedPrintableFaults = (body: string): Saying[] => [
  ...textIf(/=(?![0-9A-Fa-f]{2}|[ \t]*(?:\n|$))/.test(body), saying('lint.qp-equals')),
  ...textIf(/[^\t\n\x20-\x7e]/.test(body), saying('lint.qp-octets')),
  ...textIf(/[ \t](?:\n|$)/.test(body), saying('lint.qp-blank')),
]

const base64Faults = (body: string): Saying[] =>
  textIf(!/^[A-Za-z0-9+/]*={0,2}$/.test(body.replaceAll('\n', '')), saying('lint.base64-signs'))

const textIf = (isSo: boolean, message: Saying): Saying[] => faultIf(isSo, message).map((fault) => fault.message)

const shorten = (encoding: string): string => `"${encoding.slice(0, 40)}"`
