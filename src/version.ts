import { readFileSync } from 'node:fs'

const file = new URL('../package.json', import.meta.url)

/** Of this Broadsheet, as package.json says it. */
export const VERSION = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
