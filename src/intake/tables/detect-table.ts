import { SEPARATORS, type Separator, type TableEncoding } from '../../domain/reader-import.ts'

/**
 * What a table is most likely written in, from its first bytes: a byte order mark, UTF-16 by its zeros, UTF-8 where it is valid, else
 * one of the old encodings by how its letters lie. A person sees the first rows and may say otherwise.
 */
export function detectEncoding(sample: Uint8Array): TableEncoding {
  const [first, second] = sample
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (const [index, byte] of sample.subarray(0, 2000).entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const least = Math.min(sample.length, 2000) / 8
  if ((zeros[1] ?? 0) > least) return 'utf-16le'
  if ((zeros[0] ?? 0) > least) return 'utf-16be'
  return isUtf8(sample) ? 'utf-8' : oldEncoding(sample)
}

/** A letter that the end of the sample cuts in two is no fault. */
function isUtf8(sample: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * Chinese letters are pairs of high bytes, so that their runs are even. Of the others, a Western text has single high bytes between plain
 * letters, a Russian or Arabic one whole words of them; those two are told apart by the commonest letters of each.
 */
function oldEncoding(sample: Uint8Array): TableEncoding {
  const runs =
    Buffer.from(sample)
      .toString('latin1')
      .match(/[\u0080-\u00ff]+/g) ?? []
  const letters = runs.join('')
  if (letters.length / runs.length < 1.6) return isPaired(sample) ? 'gb18030' : 'windows-1252'
  if (runs.every((run) => run.length % 2 === 0) || isPaired(sample)) return 'gb18030'
  const count = (of: RegExp): number => letters.match(of)?.length ?? 0
  // о е а и н т in Windows-1251; ا ل م ن ي ر in Windows-1256.
  return count(/[\u00ee\u00e5\u00e0\u00e8\u00ed\u00f2]/g) >= count(/[\u00c7\u00e1\u00e3\u00e4\u00ed\u00d1]/g)
    ? 'windows-1251'
    : 'windows-1256'
}

/** Whether all of it reads as GB18030, and what is read are letters that are in daily use. */
function isPaired(sample: Uint8Array): boolean {
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(sample, { stream: true })
    const others = text.match(/[^\p{ASCII}]/gu) ?? []
    const common = [...others.join('')].filter((letter) => isCommon(letter))
    return others.length > 0 && common.length / others.length > 0.95
  } catch {
    return false
  }
}

/** GB 2312, level one: the letters of nearly all that is written, from 啊 to 座, as their lead bytes have them; and full-width marks. */
const COMMON = new Set(listCommon())
const isCommon = (letter: string): boolean => COMMON.has(letter)

function listCommon(): string {
  const bytes = Buffer.alloc((0xd7 - 0xb0 + 1 + 3) * 94 * 2)
  let at = 0
  for (const lead of [0xa1, 0xa3, ...Array.from({ length: 0xd7 - 0xb0 + 1 }, (_, index) => 0xb0 + index)])
    for (let trail = 0xa1; trail <= 0xfe; trail++) at = bytes.writeUInt16BE(lead * 256 + trail, at)
  return new TextDecoder('gb18030').decode(bytes.subarray(0, at))
}

/** The separator that stands in the first lines most evenly. */
export function detectSeparator(text: string): Separator {
  const lines = text
    .split(/\r\n|\r|\n/, 6)
    .filter((line) => line !== '')
    .slice(0, 5)
  const scores = SEPARATORS.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1)
    return { separator, score: Math.min(...counts) * 100 + Math.max(0, ...counts) }
  })
  return scores.toSorted((one, other) => other.score - one.score)[0]?.separator ?? ','
}
