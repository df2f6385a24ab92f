import { readWord } from '../../intake/word/read-word.ts'

/** Html from somebody's clipboard as clean Markdown; undefined where it could not be read. */
export async function cleanPasted(html: string): Promise<string | undefined> {
  const read = await readWord({ kind: 'html', bytes: Buffer.from(html) })
  return read.ok ? read.markdown : undefined
}
