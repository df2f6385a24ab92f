import type { App } from '../app.ts'
import { listDigests } from '../store/listings/digests.ts'
import { listIssueLines } from '../store/listings/issues.ts'
import type { Door } from './door.ts'

/** Whether a list may be asked for by that name: none, or one that there is. Says so where there is not. */
export async function knowsDigest({ store }: App, door: Door, slug: string | undefined): Promise<boolean> {
  if (slug === undefined || (await listDigests(store.db)).some((one) => one.slug === slug)) return true
  door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
  return false
}

export async function knowsIssue({ store }: App, door: Door, id: number | undefined): Promise<boolean> {
  if (id === undefined || (await listIssueLines(store.db, { id })).length > 0) return true
  door.fail(`There is no issue ${id}. "issue list" shows those that there are.`)
  return false
}

/** Whether there are words in a language; if not, it is said in which there are. They are known once the program is open. */
export function isSpoken(door: Door, language: string, spoken: string[]): boolean {
  if (spoken.includes(language)) return true
  door.fail(`There are no words in ${JSON.stringify(language)}. Choose one of ${spoken.join(', ')}.`)
  return false
}
