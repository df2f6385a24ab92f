import type { Lines } from '../domain/topic.ts'
import type { Db } from './dialect.ts'

/** Whether whoever confirms gets a mail with what the latest issue has for them. */
export async function findWelcome(db: Db, id: number): Promise<'issue' | 'none'> {
  return (await db.selectFrom('digests').select('welcome').where('id', '=', id).executeTakeFirstOrThrow()).welcome
}

export type Presentation = { lines: Lines; welcome: 'issue' | 'none' }

export async function findPresentation(db: Db, id: number): Promise<Presentation> {
  const { lines, welcome } = await db.selectFrom('digests').select(['lines', 'welcome']).where('id', '=', id).executeTakeFirstOrThrow()
  return { lines: JSON.parse(lines) as Lines, welcome }
}

/** What forms say of a digest, and whether it welcomes its readers. */
export async function presentDigest(db: Db, id: number, as: { lines?: Lines; welcome?: 'issue' | 'none' }): Promise<void> {
  const set = { ...(as.lines && { lines: JSON.stringify(as.lines) }), ...(as.welcome && { welcome: as.welcome }) }
  if (Object.keys(set).length > 0) await db.updateTable('digests').set(set).where('id', '=', id).execute()
}
