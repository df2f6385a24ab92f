import { inflateRawSync } from 'node:zlib'

export type Bounded = 'fits' | 'too-large' | 'unreadable'

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const LOCAL_SIZE = 30
const MOST_ENTRIES = 2000

/**
 * Whether all that a zip file holds comes to at most so many bytes. What its directory says of sizes is not believed: every entry is inflated,
 * and given up as soon as there is too much (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). Files are read by the same directory afterwards.
 */
export function boundZip(zip: Buffer, mostBytes: number): Bounded {
  const end = findEnd(zip)
  if (end < 0) return 'unreadable'
  const count = zip.readUInt16LE(end + 10)
  if (count > MOST_ENTRIES) return 'too-large'
  let left = mostBytes
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > zip.length || zip.readUInt32LE(at) !== ENTRY) return 'unreadable'
    const size = sizeOf(zip, at, left)
    if (typeof size === 'string') return size
    left -= size
    at += ENTRY_SIZE + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return 'fits'
}

/** The record at the end may be followed by a comment. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - END_SIZE; at >= Math.max(0, zip.length - END_SIZE - 0xffff); at--) if (zip.readUInt32LE(at) === END) return at
  return -1
}

function sizeOf(zip: Buffer, entry: number, left: number): number | Bounded {
  const method = zip.readUInt16LE(entry + 10)
  const packed = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  if (local + LOCAL_SIZE > zip.length) return 'unreadable'
  const start = local + LOCAL_SIZE + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const data = zip.subarray(start, start + packed)
  if (method === 0) return data.length > left ? 'too-large' : data.length
  if (method !== 8) return 'unreadable'
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, left) }).length
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'unreadable'
  }
}
