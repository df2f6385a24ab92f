import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export type Picture = { path: string; type: string; content: Uint8Array }

/** Keeps a picture under a path that its bytes decide; the same again changes nothing. */
export async function keepPicture(tx: Db, { path, type, content }: Picture, now: Instant): Promise<void> {
  await tx
    .insertInto('pictures')
    .values({ path, type, content, added_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
