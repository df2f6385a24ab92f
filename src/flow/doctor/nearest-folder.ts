import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The folder that a file is in or, where that is yet to be made, the nearest above it. */
export function nearestFolder(file: string): string {
  const folder = dirname(resolve(file))
  return existsSync(folder) ? folder : nearestFolder(folder)
}
