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

function containerFaults({ encoding, pieces }: MimePart): string[] {
  const around = `${pieces?.preamble ?? ''}${pieces?.epilogue ?? ''}`
  return [
    ...textIf(encoding !== '7bit', `A multipart cannot be ${shorten(encoding)}: encode its parts, and the whole as 7bit.`),
    ...textIf(BEYOND_ASCII.test(around), 'There are octets beyond ASCII outside the parts: remove them.'),
  ]
}

function leafFaults({ encoding, body }: MimePart): string[] {
  if (encoding === '7bit') return plainFaults(body)
  if (encoding === 'quoted-printable') return [...lengthFaults(body), ...quotedPrintableFaults(body)]
  if (encoding === 'base64') return [...lengthFaults(body), ...base64Faults(body)]
  return [`The transfer encoding is ${shorten(encoding)}, which not every server takes: use quoted-printable or base64.`]
}

const plainFaults = (body: string): string[] => [
  ...textIf(BEYOND_ASCII.test(body), 'The part is sent as 7bit, but holds octets beyond ASCII: use quoted-printable.'),
  ...textIf(
    longLines(body, LONGEST_PLAIN).length > 0,
    `The part is sent as 7bit, but has lines longer than ${LONGEST_PLAIN}: use quoted-printable.`,
  ),
]

const lengthFaults = (body: string): string[] =>
  textIf(longLines(body, LONGEST_ENCODED).length > 0, `An encoded line is longer than ${LONGEST_ENCODED} characters: break it softly.`)

const quotedPrintableFaults = (body: string): string[] => [
  ...textIf(
    /=(?![0-9A-Fa-f]{2}|[ \t]*(?:\n|$))/.test(body),
    'A "=" of quoted-printable is followed by neither two hex digits nor the end of the line: encode it as =3D.',
  ),
  ...textIf(/[^\t\n\x20-\x7e]/.test(body), 'Quoted-printable holds octets that must be encoded.'),
  ...textIf(/[ \t](?:\n|$)/.test(body), 'A line of quoted-printable ends in a blank, which gets lost on the way: encode it as =20.'),
]

const base64Faults = (body: string): string[] =>
  textIf(!/^[A-Za-z0-9+/]*={0,2}$/.test(body.replaceAll('\n', '')), 'The base64 of the part holds other characters: encode it again.')

const textIf = (isSo: boolean, message: string): string[] => faultIf(isSo, message).map((fault) => fault.message)

const shorten = (encoding: string): string => `"${encoding.slice(0, 40)}"`
