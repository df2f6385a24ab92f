import type { App } from '../app.ts'
import { listDigests } from '../store/listings/digests.ts'
import { listIssues } from '../store/listings/issues.ts'
import type { Door } from './door.ts'

/** Whether a list may be asked for by that name: none, or one that there is. Says so where there is not. */
export async function knowsDigest({ store }: App, door: Door, slug: string | undefined): Promise<boolean> {
  if (slug === undefined || (await listDigests(store.db)).some((one) => one.slug === slug)) return true
  door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
  return false
}

export async function knowsIssue({ store }: App, door: Door, id: number | undefined): Promise<boolean> {
  if (id === undefined || (await listIssues(store.db, { id })).length > 0) return true
  door.fail(`There is no issue ${id}. "issue list" shows those that there are.`)
  return false
}
