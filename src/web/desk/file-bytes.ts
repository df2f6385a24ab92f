import type { SentFile } from './sent-file.ts'

/** The whole of a file that was sent; the route says how large it may be. */
export async function fileBytes({ bytes }: SentFile): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
