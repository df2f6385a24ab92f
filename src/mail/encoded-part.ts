import { cutAtGaps, type MergeTag } from '../domain/merge-tag.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'

/** A part encoded once for all readers: pieces of quoted-printable, with its gaps between them. */
export type EncodedPart = { pieces: (Buffer | MergeTag)[]; byteLength: number }

/** What fills the gaps of one mail: encoded already, because most of it serves several gaps or several readers. */
export type GapFillers = Partial<Record<MergeTag, Buffer>>

export function encodePart(content: string): EncodedPart {
  const { texts, tags } = cutAtGaps(content)
  const pieces = texts.flatMap((text, index) => {
    const tag = tags[index]
    const encoded = text === '' ? [] : [encodeQuotedPrintable(text)]
    return tag === undefined ? encoded : [...encoded, tag]
  })
  return { pieces, byteLength: Buffer.byteLength(content) }
}

/** Lists the buffers of a part with its gaps filled. A gap that nothing fills is a fault of ours, never a hole in a mail. */
export function fillGaps(part: EncodedPart, fillers: GapFillers): Buffer[] {
  return part.pieces.map((piece) => {
    if (typeof piece !== 'string') return piece
    const filler = fillers[piece]
    if (!filler) throw new Error(`Nothing fills the merge tag "${piece}"`)
    return filler
  })
}
