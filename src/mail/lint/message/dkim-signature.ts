import { fieldsOf, type Message } from './read-message.ts'

/** A DKIM-Signature field (RFC 6376 §3.5). */
export type DkimSignature = {
  tags: Map<string, string>
  /** `d=`, in lower case; empty where it is missing. */
  domain: string
  /** The names in `h=`, in lower case, repeated as they stand. */
  covered: string[]
}

export const signaturesOf = (message: Message): DkimSignature[] =>
  fieldsOf(message, 'DKIM-Signature').map(({ value }) => readSignature(value))

function readSignature(value: string): DkimSignature {
  const tags = new Map<string, string>()
  for (const piece of value.replace(/\s+/g, '').split(';')) {
    const sign = piece.indexOf('=')
    if (sign > 0) tags.set(piece.slice(0, sign), piece.slice(sign + 1))
  }
  const covered = (tags.get('h') ?? '').toLowerCase().split(':')
  return { tags, domain: (tags.get('d') ?? '').toLowerCase(), covered }
}
