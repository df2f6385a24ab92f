import { randomUUID } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'

/**
 * The place of a database file: a word of its own in a file beside it, which holds only for the file that it was written for. A copy has
 * another number in its file system (inode), even where both files were copied together; a move within one disk keeps it.
 */
export function placeOfFile(path: string, { keep }: { keep: boolean }): string {
  if (path === ':memory:') return randomUUID()
  const { ino } = statSync(path)
  const known = read(`${path}.place`)
  if (known?.inode === ino) return known.place
  const place = randomUUID()
  if (keep) writeFileSync(`${path}.place`, `${JSON.stringify({ place, inode: ino })}\n`, { mode: 0o600 })
  return place
}

function read(file: string): { place: string; inode: number } | undefined {
  try {
    const { place, inode } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    return typeof place === 'string' && typeof inode === 'number' ? { place, inode } : undefined
  } catch {
    return undefined
  }
}
